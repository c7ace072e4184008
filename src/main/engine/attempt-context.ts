import { textMask } from '../../core/mask/mask-text.ts';
import type { RunState } from '../../core/run/state.ts';
import type { ExecutionContext, PersonAnswer, PersonQuestion, SubFlowEnd, SubFlowRequest } from '../ports/executor.ts';
import type { AttemptKey, LogStore } from '../ports/log-store.ts';
import type { Processes, RunningProcess } from '../ports/processes.ts';
import { markOf } from './environment.ts';
import type { PreparedAttempt } from './prepare-attempt.ts';

/** Private files of one attempt. */
export interface AttemptFiles {
  /** The path for a file whose name ends in `name`; whoever asks writes it. */
  file(name: string): string;
  /** A folder, made by the first call. */
  folder(): string;
  /** Removes all of them. */
  remove(): Promise<void>;
}

/** What the engine does for an attempt while its executor runs. */
export interface AttemptServices {
  readonly run: RunState;
  readonly key: AttemptKey;
  readonly tty: boolean;
  readonly logs: LogStore;
  readonly processes: Processes;
  readonly makeFiles: (key: AttemptKey) => AttemptFiles;
  readonly signal: () => AbortSignal;
  readonly spawned: (process: RunningProcess, handle?: string) => void;
  readonly askPerson: (question: PersonQuestion) => Promise<PersonAnswer>;
  readonly runFlow: (request: SubFlowRequest) => Promise<SubFlowEnd>;
}

/** What the executor of an attempt sees. What only some ask for (environment, files, signal) is made when it is asked for. */
export class AttemptContext implements ExecutionContext<unknown> {
  private readonly services: AttemptServices;
  private readonly prepared: PreparedAttempt;
  private environment: Readonly<Record<string, string>> | undefined;
  private files: AttemptFiles | undefined;

  constructor(services: AttemptServices, prepared: PreparedAttempt) {
    this.services = services;
    this.prepared = prepared;
  }

  get key() {
    return this.services.key;
  }
  get mark() {
    return markOf(this.services.key);
  }
  get config() {
    return this.prepared.config;
  }
  get run() {
    return this.prepared.script;
  }
  get env() {
    this.environment ??= this.prepared.env();
    return this.environment;
  }
  get ownEnv() {
    return this.prepared.ownEnv();
  }
  get cwd() {
    return this.prepared.cwd;
  }
  get workspace() {
    return this.services.run.flow.workspace;
  }
  get shell() {
    return this.prepared.shell;
  }
  get tty() {
    return this.services.tty;
  }
  get masks() {
    return this.prepared.masks;
  }
  get gracePeriod() {
    return this.prepared.gracePeriod;
  }
  get scratch() {
    return this.privateFiles().folder();
  }
  get signal() {
    return this.services.signal();
  }
  get logPath() {
    return this.services.logs.pathOf(this.services.key);
  }
  get processes() {
    return this.services.processes;
  }
  get spawned() {
    return this.services.spawned;
  }
  get askPerson() {
    return this.services.askPerson;
  }
  get runFlow() {
    return this.services.runFlow;
  }

  readonly file = (name: string): string => this.privateFiles().file(name);

  readonly log: ExecutionContext<unknown>['log'] = (text, stream = 'system') => {
    const { logs, key } = this.services;
    const line = `${textMask(this.masks).apply(text)}\n`;
    void logs.write(key, stream, new TextEncoder().encode(line)).catch(() => undefined);
  };

  /** To be called when nothing of the attempt runs any more. */
  async removeFiles(): Promise<void> {
    await this.files?.remove();
  }

  private privateFiles(): AttemptFiles {
    this.files ??= this.services.makeFiles(this.services.key);
    return this.files;
  }
}
