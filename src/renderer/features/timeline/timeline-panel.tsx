export const TimelinePanel = () => null;
