// The arrows of ARCHITECTURE.md: who may import whom, types included. One rule an arrow; scripts/arrows.test.ts plants
// a violation of each.

/** Tests sit beside the code they test and may reach for the doubles and adapters they need. */
const TESTS = '\\.test\\.tsx?$';

const CORE = '^src/core/';
const CONTRACT = '^src/contract/';
const PORTS = '^src/main/ports/';
const TESTING = '^src/testing/';
const ELECTRON_HOST = '^src/main/(index\\.ts$|electron/)';
/** What the helper and its client share: the messages, their framing, and the journal one leaves for the other. */
const HELPER_PROTOCOL = '^src/helper/(protocol|lines|exit-journal)\\.ts$';
/** What authors of plug-ins and TypeScript flows import: types, and functions that give back what they are given. */
const SDK = '^src/sdk/';
/** What the plug-in host and its client share. */
const PLUGIN_PROTOCOL = '^src/plugin-host/protocol\\.ts$';
/** The rooms of the main side from the wiring down. */
const APP_AND_BELOW =
  '^src/main/(app|ports|engine|scheduler|store|logs|secrets|executors|processes|triggers|hooks|plugins)/';

/** Everything of the project but the named rooms. */
const otherThan = (...rooms) => ({ path: '^src/', pathNot: rooms });

const packages = (...names) => `^node_modules/(${names.join('|')})/`;

/** A room that may import these rooms and nothing else of the project. */
const room = (name, comment, from, ...rooms) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TESTS },
  to: otherThan(from, ...rooms),
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    room('core-imports-core', 'core is pure: it knows no other room', CORE),
    {
      name: 'core-packages',
      comment: 'core has no I/O, no clock and no randomness: only libraries that compute',
      severity: 'error',
      from: { path: CORE, pathNot: TESTS },
      to: { path: '^node_modules/', pathNot: packages('zod', 'yaml', '@marcbachmann/cel-js') },
    },
    {
      name: 'core-has-no-node',
      comment: 'the renderer imports core too',
      severity: 'error',
      from: { path: CORE, pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    room('contract-imports-core', 'the contract is independent of both its sides', CONTRACT, CORE),
    {
      name: 'contract-packages',
      comment: 'the contract is schemas and the description of procedures',
      severity: 'error',
      from: { path: CONTRACT, pathNot: TESTS },
      to: { path: '^node_modules/', pathNot: packages('zod', '@orpc/contract') },
    },
    {
      name: 'contract-has-no-node',
      comment: 'the renderer imports the contract too',
      severity: 'error',
      from: { path: CONTRACT, pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    room('ports-import-core', 'a port says what is needed in the words of core', PORTS, CORE),
    room('engine-imports-ports', 'the engine reaches the world through ports', '^src/main/engine/', PORTS, CORE),
    room(
      'scheduler-imports-ports',
      'the scheduler reaches the world through ports',
      '^src/main/scheduler/',
      PORTS,
      CORE,
    ),
    room(
      'store-imports-ports',
      'an adapter implements ports and knows no other adapter',
      '^src/main/store/',
      PORTS,
      CORE,
    ),
    room('logs-import-ports', 'an adapter implements ports and knows no other adapter', '^src/main/logs/', PORTS, CORE),
    room(
      'secrets-import-ports',
      'an adapter implements ports and knows no other adapter',
      '^src/main/secrets/',
      PORTS,
      CORE,
    ),
    room(
      'triggers-import-ports',
      'an adapter implements ports and knows no other adapter',
      '^src/main/triggers/',
      PORTS,
      CORE,
    ),
    room(
      'executors-import-ports',
      'an adapter implements ports and knows no other adapter',
      '^src/main/executors/',
      PORTS,
      CORE,
    ),
    room(
      'hooks-import-ports',
      'hooks answer events and reach the world through ports',
      '^src/main/hooks/',
      PORTS,
      CORE,
    ),
    room(
      'plugins-import-ports',
      'the client of the plug-in host knows its messages, and runs programs as executors do',
      '^src/main/plugins/',
      '^src/main/executors/run-process\\.ts$',
      PLUGIN_PROTOCOL,
      SDK,
      PORTS,
      CORE,
    ),
    room('sdk-imports-types', 'the SDK is published by itself: types, and next to no code', SDK, PORTS, CORE),
    room(
      'plugin-host-imports-sdk',
      'the program that runs plug-ins knows nothing of the studio',
      '^src/plugin-host/',
      SDK,
      PORTS,
      CORE,
    ),
    {
      name: 'executors-are-apart',
      comment: 'each executor is a folder that can be taken out',
      severity: 'error',
      from: { path: '^src/main/executors/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/main/executors/[^/]+/', pathNot: '^src/main/executors/$1/' },
    },
    room(
      'processes-import-ports',
      'the client of the helper knows its messages, not its inside',
      '^src/main/processes/',
      PORTS,
      CORE,
      HELPER_PROTOCOL,
    ),
    room(
      'app-imports-down',
      'the wiring knows every room below it and no host',
      '^src/main/app/',
      APP_AND_BELOW,
      CONTRACT,
      CORE,
    ),
    room('electron-host-imports-down', 'the desktop host sits on the app', ELECTRON_HOST, '^src/main/', CONTRACT, CORE),
    room(
      'cli-imports-down',
      'the command line sits on the app, not on Electron',
      '^src/cli/',
      APP_AND_BELOW,
      CONTRACT,
      CORE,
    ),
    room(
      'helper-imports-core',
      'the helper stays small: a spawn costs more the larger its parent is',
      '^src/helper/',
      CORE,
    ),
    {
      name: 'helper-packages',
      comment: 'the helper stays small: Node and a pseudo-terminal',
      severity: 'error',
      from: { path: '^src/helper/', pathNot: TESTS },
      to: { path: '^node_modules/', pathNot: packages('node-pty', '@lydell/node-pty') },
    },
    room('preload-imports-contract', 'the preload is a bridge of a dozen lines', '^src/preload/', CONTRACT, CORE),
    room(
      'renderer-app-imports-down',
      'the window is put together from features',
      '^src/renderer/(app/|[^/]+$)',
      '^src/renderer/(features|shared)/',
      CONTRACT,
      CORE,
    ),
    room(
      'features-import-shared',
      'a feature stands on shared parts',
      '^src/renderer/features/',
      '^src/renderer/shared/',
      CONTRACT,
      CORE,
    ),
    {
      name: 'features-are-apart',
      comment: 'no feature imports another: what two need is shared, or wired by the app',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    room('shared-imports-contract', 'shared parts know no feature', '^src/renderer/shared/', CONTRACT, CORE),
    {
      name: 'renderer-has-no-node',
      comment: 'the renderer is a web page in a sandbox',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-in-hosts',
      comment: 'nothing below the desktop host and its preload knows Electron: the same code runs in a terminal',
      severity: 'error',
      from: { path: '^src/', pathNot: [ELECTRON_HOST, '^src/preload/'] },
      to: { path: packages('electron') },
    },
    {
      name: 'child-process-in-helper',
      comment: 'only the helper spawns; its client may start the helper itself',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/helper/', '^src/main/processes/', TESTING, TESTS] },
      to: { path: ['^(node:)?(child_process|cluster)$', packages('node-pty', '@lydell/node-pty')] },
    },
    {
      name: 'sqlite-in-store',
      comment: 'SQL lives in the store',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/store/' },
      to: { path: packages('better-sqlite3', '@types/better-sqlite3') },
    },
    room(
      'testing-imports-down',
      'test doubles and contract suites know no host: they run under plain Node',
      TESTING,
      APP_AND_BELOW,
      '^src/helper/',
      CONTRACT,
      CORE,
    ),
    {
      name: 'production-has-no-doubles',
      comment: 'what ships does not import what tests it',
      severity: 'error',
      from: { path: '^src/', pathNot: [TESTING, TESTS] },
      to: { path: [TESTING, TESTS] },
    },
    {
      name: 'no-cycles',
      comment: 'two modules that import each other are one module, or three',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'an import that the checker cannot follow is one it cannot check',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript API. swc reads what the compiler would erase, so type-only imports are seen
    // (without `tsPreCompilationDeps`, which asks for TypeScript itself).
    parser: 'swc',
    doNotFollow: { path: '^node_modules/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css', '.sql'],
    },
  },
};
