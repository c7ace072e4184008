import { dirname } from 'node:path';
import { startApp } from './electron/start.ts';

void startApp(dirname(import.meta.dirname));
