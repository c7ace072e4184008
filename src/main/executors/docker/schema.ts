import { z } from 'zod';

/** What begins with a dash would be read as an option. */
const word = z
  .string()
  .min(1)
  .regex(/^[^-\s]\S*$/, 'must not begin with - nor hold blanks');

export const dockerSchema = z.strictObject({
  image: word.describe('As docker names it: alpine:3.22, ghcr.io/owner/image@sha256:..'),
  engine: z.enum(['docker', 'podman']).optional().describe('By default the first that is found'),
  command: z.array(z.string()).min(1).optional().describe('What runs, in place of a script and of what the image says'),
  args: z.array(z.string()).optional().describe('Arguments of the script, the command or the entrypoint'),
  entrypoint: z.string().min(1).optional().describe('In place of that of the image'),
  volumes: z
    .array(z.string().regex(/^[^:]+:\/[^:]*(:[a-zA-Z,]+)?$/, 'must be like ./data:/data or name:/data:ro'))
    .optional()
    .describe('folder:/path or name:/path, with :ro for reading alone; ./ is the workspace'),
  mount: z.boolean().default(true).describe('The workspace as /workspace'),
  workdir: z.string().startsWith('/').optional().describe('By default where workingDir lies in /workspace'),
  user: word.optional().describe('Name or number, with :group if need be'),
  network: word.optional().describe('none, host, or the name of a network'),
  platform: word.optional().describe('linux/amd64, linux/arm64, ..'),
  pull: z.enum(['missing', 'always', 'never']).default('missing'),
  options: z.array(z.string().min(1)).optional().describe('More options of `docker run`, as they are'),
});

export type DockerConfig = z.output<typeof dockerSchema>;
