import type { ReactNode } from 'react';

/** The studio's own icons, on a 16 px grid with a line of 1.5. */
const PATHS = {
  flows: <path d="M2.5 3.5h4v4h-4zM9.5 8.5h4v4h-4zM6.5 5.5h2a2 2 0 0 1 2 2v1" />,
  runs: <path d="M2.75 8a5.25 5.25 0 1 0 1.6-3.77M2.5 2.5v2.75h2.75M8 5.25V8l2 1.5" />,
  schedules: <path d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.25 2v3M10.75 2v3M8 8.25v2l1.5 1" />,
  health: <path d="M1.75 8.5h3l1.75-4.75 3 8.5 1.75-3.75h3" />,
  settings: (
    <path d="M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M8.5 4.5a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0M4.5 11.5a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0" />
  ),
  play: <path d="M5 3.2v9.6L12.6 8z" fill="currentColor" />,
  'to-previous': <path d="M12 3.5v9L6 8zM4 3.5v9" />,
  path: <path d="M2.5 4h3.75v4H9.5v4h4M2.5 12h1.5M11.5 4h2" />,
  replay: <path d="M3 4v3.25h3.25M3.3 7A5.1 5.1 0 1 1 3 9.4M6.75 6v4.5L10.25 8.25z" />,
  'to-next': <path d="M4 3.5v9l6-4.5zM12 3.5v9" />,
  'chevron-left': <path d="M9.5 4.5 6 8l3.5 3.5" />,
  trash: <path d="M3 4.5h10M6.25 4.5v-2h3.5v2M4.25 4.5l.6 9h6.3l.6-9M6.75 7v4M9.25 7v4" />,
  pin: <path d="M6 2.5h4l-.5 4.25 2 2.25h-7l2-2.25zM8 9v4.5" />,
  download: <path d="M8 2.5v7M5 7l3 3 3-3M3 13.5h10" />,
  compare: <path d="M3 3.5h4v9H3zM9 3.5h4v9H9M5 6.5h.01M11 6.5h.01M5 9.5h.01M11 9.5h.01" />,
  swap: <path d="M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13" />,
  'match-case': <path d="m2 12 3.25-8.5L8.5 12M3.2 9h4.1M14 7.5V12M14 9.75a2 2.25 0 1 1-4 0 2 2.25 0 0 1 4 0Z" />,
  regex: <path d="M3 13h.01M10 3v6.5M7.2 4.6l5.6 3.3M12.8 4.6 7.2 7.9" />,
  'log-search': (
    <path d="M2.5 3.5h8M2.5 6.75h4M2.5 10h3M11.75 9.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM11 11.5l2.5 2.5" />
  ),
  pause: <path d="M5.5 3.75v8.5M10.5 3.75v8.5" strokeWidth="2" />,
  edit: <path d="m3 13 .6-2.7 7.1-7.1a1.2 1.2 0 0 1 1.7 0l.4.4a1.2 1.2 0 0 1 0 1.7l-7.1 7.1zM9.5 4.4l2.1 2.1" />,
  merge: <path d="M3 3.5h2.5L9 8l-3.5 4.5H3M9 8h4.5M11 5.5 13.5 8 11 10.5" />,
  globe: (
    <path d="M8 2.25a5.75 5.75 0 1 1 0 11.5 5.75 5.75 0 0 1 0-11.5ZM2.5 8h11M8 2.25c-3 3.6-3 7.9 0 11.5 3-3.6 3-7.9 0-11.5" />
  ),
  save: <path d="M3 3h8l2 2v8H3zM5.5 3v3h4V3M5.5 13V9.5h5V13" />,
  undo: <path d="M6 3.5 3 6.5l3 3M3.25 6.5h6a3.25 3.25 0 0 1 0 6.5H6.5" />,
  redo: <path d="m10 3.5 3 3-3 3M12.75 6.5h-6a3.25 3.25 0 0 0 0 6.5H9.5" />,
  tidy: <path d="M2.5 3.5h4v3h-4zM2.5 9.5h4v3h-4zM9.5 6.5h4v3h-4zM6.5 5h1.5v6H6.5M8 8h1.5" />,
  'zoom-in': (
    <path d="M11.25 7a4.25 4.25 0 1 1-8.5 0 4.25 4.25 0 0 1 8.5 0ZM10.25 10.25l3.25 3.25M7 5.25v3.5M5.25 7h3.5" />
  ),
  stop: <rect x="4.25" y="4.25" width="7.5" height="7.5" rx="1" fill="currentColor" />,
  'chevron-down': <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  'chevron-up': <path d="M4.5 9.5 8 6l3.5 3.5" />,
  'chevron-right': <path d="M6.5 4.5 10 8l-3.5 3.5" />,
  search: <path d="M11.25 7a4.25 4.25 0 1 1-8.5 0 4.25 4.25 0 0 1 8.5 0ZM10.25 10.25l3.25 3.25" />,
  copy: <path d="M5.5 5.5h7v8h-7zM10.5 5.5v-3h-7v8h2" />,
  'to-start': <path d="M8 13.5v-8M4.5 8.5 8 5l3.5 3.5M3.5 2.5h9" />,
  'to-end': <path d="M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3.5 13.5h9" />,
  fit: <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  map: <path d="M2.5 3.5h11v9h-11zM8.5 8.5h3v2h-3z" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  check: <path d="m3.5 8.5 3 3 6-7" />,
  folder: <path d="M2.5 12.5v-9H6l1.5 2h6v7z" />,
  shield: <path d="M8 2.25 3.25 4v3.75c0 2.9 1.95 4.9 4.75 6 2.8-1.1 4.75-3.1 4.75-6V4zM8 5.5v3M8 10.75v.01" />,
  error: <path d="M8 2.25a5.75 5.75 0 1 1 0 11.5 5.75 5.75 0 0 1 0-11.5ZM8 5v3.5M8 10.9v.01" />,
  warning: <path d="M8 2.75 14 13H2zM8 6.5v3M8 11.2v.01" />,
  info: <path d="M8 2.25a5.75 5.75 0 1 1 0 11.5 5.75 5.75 0 0 1 0-11.5ZM8 7.25V11M8 5.1v.01" />,
  back: <path d="M13 8H3.5M7 4.5 3.5 8 7 11.5" />,
  'panel-side': <path d="M2.5 3h11v10h-11zM6.5 3v10" />,
  'panel-bottom': <path d="M2.5 3h11v10h-11zM2.5 9.5h11" />,
  'dry-run': <path d="M5 3.2v9.6L12.6 8z" strokeDasharray="2 1.6" />,
  source: <path d="M2.5 3h11v10h-11zM8 3v10M9.75 6h2M9.75 8h2M9.75 10h1" />,
  'source-only': <path d="M2.5 3h11v10h-11zM5 6h3M5 8h6M5 10h4" />,
  'panel-right': <path d="M2.5 3h11v10h-11zM9.5 3v10" />,
  retry: <path d="M12.8 6.2A5.1 5.1 0 1 0 13 9M13.2 2.75V6.3H9.7" />,
  breakpoint: <circle cx="8" cy="8" r="4.25" fill="currentColor" stroke="none" />,
  condition: <path d="m8 2.5 5.5 5.5L8 13.5 2.5 8z" />,
  clock: <path d="M8 2.25a5.75 5.75 0 1 1 0 11.5 5.75 5.75 0 0 1 0-11.5ZM8 4.75V8l2.25 1.5" />,
  shell: <path d="m3 4.5 3.5 3.5L3 11.5M8.5 11.5H13" />,
  python: (
    <path d="M5.5 5.5h5v5h-5zM5.5 8h-3V5.5a1 1 0 0 1 1-1H8V2.5h2.5a1 1 0 0 1 1 1v2M10.5 8h3v2.5a1 1 0 0 1-1 1H8v2H5.5a1 1 0 0 1-1-1v-2" />
  ),
  node: <path d="m8 2 5.25 3v6L8 14l-5.25-3V5zM8 6v4.5M5.75 6.75v2.5M10.25 6.75v2.5" />,
  docker: (
    <path d="M2 8.5h11.5c0 2.75-2.25 4.5-5.5 4.5S2.25 11.5 2 8.5ZM3.5 6h2v2.5h-2zM5.5 6h2v2.5h-2zM7.5 6h2v2.5h-2zM7.5 3.5h2V6h-2z" />
  ),
  http: (
    <path d="M8 2.25a5.75 5.75 0 1 1 0 11.5 5.75 5.75 0 0 1 0-11.5ZM2.5 8h11M8 2.25c3.4 3.6 3.4 7.9 0 11.5M8 2.25c-3.4 3.6-3.4 7.9 0 11.5" />
  ),
  flow: <path d="M2.5 6.25h3.5v3.5H2.5zM10 2.5h3.5V6H10zM10 10h3.5v3.5H10zM6 8h2M10 4.25H8v7.5h2" />,
  approval: <path d="M8 7.25a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3 13.5c.3-2.6 2.2-4 5-4M9.5 12l1.5 1.5 3-3.25" />,
  noop: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.25" />,
  group: <path d="M2.5 2.5h11v11h-11zM5 5h2.5v2.5H5zM8.5 8.5H11V11H8.5z" />,
  plugin: <path d="M6 2.5v3M10 2.5v3M4 5.5h8V8a4 4 0 0 1-8 0zM8 12v2" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

interface IconProps {
  readonly name: IconName;
  readonly size?: number;
  readonly className?: string | undefined;
}

/** Decoration only: whatever holds it has a name of its own. */
export const Icon = ({ name, size = 16, className }: IconProps) => (
  <svg
    aria-hidden="true"
    className={className}
    viewBox="0 0 16 16"
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    style={{ flex: 'none' }}
  >
    {PATHS[name]}
  </svg>
);

const EXECUTOR_ICONS: ReadonlySet<string> = new Set([
  'shell',
  'python',
  'node',
  'docker',
  'http',
  'flow',
  'approval',
  'noop',
  'group',
]);

/** The icon of a step's type; a plug-in's is the plug. */
export const executorIcon = (executor: string): IconName =>
  EXECUTOR_ICONS.has(executor) ? (executor as IconName) : 'plugin';
