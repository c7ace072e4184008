export const RunForm = () => null;
