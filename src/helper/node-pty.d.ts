/** The package is installed under its first name, while its own types declare the name of the distribution. Only what is used. */
declare module 'node-pty' {
  export interface IPty {
    readonly pid: number;
    /** Bytes when the encoding is null. */
    onData(listener: (data: string | Uint8Array) => void): void;
    onExit(listener: (end: { exitCode: number; signal?: number }) => void): void;
    write(data: string): void;
    resize(columns: number, rows: number): void;
    pause(): void;
    resume(): void;
  }
  export interface Options {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly cols: number;
    readonly rows: number;
    readonly encoding: null;
  }
  export function spawn(file: string, args: string[], options: Options): IPty;
}
