/// <reference types="vite/types/importMeta.d.ts" />
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Migration {
  /** From 1 without gaps; the `user_version` of a database after it. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** All migrations in order. Vite puts the texts in the place of the glob; plain Node reads the files next to this one. */
export function loadMigrations(): readonly Migration[] {
  const texts: Readonly<Record<string, string>> =
    import.meta.env === undefined
      ? readTexts(import.meta.dirname)
      : import.meta.glob<string>('./*.sql', { query: '?raw', eager: true, import: 'default' });
  return orderMigrations(texts);
}

function readTexts(folder: string): Record<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

/** Checks the names (`0001-what.sql`) and that no number is missing or used twice. */
export function orderMigrations(textsByFile: Readonly<Record<string, string>>): readonly Migration[] {
  const migrations = Object.entries(textsByFile).map(([file, sql]) => {
    const match = /(?:^|\/)(\d{4})-([a-z0-9-]+)\.sql$/.exec(file);
    if (!match) throw new Error(`${file} is not named like a migration: 0001-what-it-does.sql`);
    return { version: Number(match[1]), name: match[2]!, sql };
  });
  migrations.sort((a, b) => a.version - b.version);
  migrations.forEach(({ version, name }, index) => {
    if (version !== index + 1) throw new Error(`migration ${name} has number ${version}, ${index + 1} was expected`);
  });
  return migrations;
}
