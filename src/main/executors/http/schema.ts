import { z } from 'zod';

const STATUS = /^([1-5]xx|[1-5]\d\d|[1-5]\d\d-[1-5]\d\d)$/;

export const httpSchema = z.strictObject({
  url: z
    .string()
    .refine(
      (url) => /^https?:\/\//i.test(url) && URL.canParse(url),
      'must be an address that begins with http:// or https://',
    )
    .describe('Where the request goes'),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']).default('GET'),
  query: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('Added to the url'),
  headers: z.record(z.string(), z.string()).optional(),
  auth: z
    .union([z.strictObject({ bearer: z.string().min(1) }), z.strictObject({ user: z.string(), password: z.string() })])
    .optional()
    .describe('Of the Authorization header: {bearer} or {user, password}'),
  body: z.json().optional().describe('A text as it is; anything else is sent as JSON'),
  expect: z
    .array(z.union([z.int().min(100).max(599), z.string().regex(STATUS, 'must be like 200, 2xx or 200-204')]))
    .min(1)
    .default(['2xx'])
    .describe('Statuses that count as success'),
  redirects: z.enum(['follow', 'keep']).default('follow').describe('keep: a redirect is the response'),
});

export type HttpConfig = z.output<typeof httpSchema>;

/** `200`, `2xx` or `200-204`. */
export function expectsStatus(expected: HttpConfig['expect'], status: number): boolean {
  return expected.some((entry) => {
    const text = String(entry);
    if (text.endsWith('xx')) return Math.floor(status / 100) === Number(text[0]);
    const [from, to = from] = text.split('-').map(Number) as [number, number?];
    return status >= from && status <= to;
  });
}
