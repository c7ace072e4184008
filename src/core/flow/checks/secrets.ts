import { SECRETS } from '../../expression/index.ts';
import type { Env } from '../flow.ts';
import type { Finding } from '../yaml/document.ts';
import { atPiece, type CheckContext } from './context.ts';
import type { Site, SiteExpression } from './sites.ts';

/** The one form in which a secret is filled in: around it may stand any text, but no operator. */
const ALONE = /^\s*secrets\.[A-Za-z_][A-Za-z0-9_-]*\s*$/;

/** Secrets stand where they can neither be stored nor shown, and expressions never see one. */
export function checkSecrets(context: CheckContext, site: Site, one: SiteExpression): Finding[] {
  return [...misplaced(context, site, one), ...byVariable(context, site, one)];
}

function misplaced(context: CheckContext, site: Site, { expression, start }: SiteExpression): Finding[] {
  if (site.secrets && ALONE.test(expression.text)) return [];
  return expression.reads
    .filter(({ path }) => path[0] === SECRETS)
    .map(({ path, offset, end }) => {
      const name = path[1] ?? 'NAME';
      const said = site.secrets
        ? {
            code: 'secret-in-expression',
            message: `An expression never sees a secret: write \`\${{ secrets.${name} }}\` alone, with other text around it`,
          }
        : {
            code: 'secret-not-here',
            message:
              'A secret cannot stand here, where it could be stored or shown: put it into `env`, and read the variable',
          };
      return atPiece(context, site.path, { text: site.text, offset: start + offset, length: end - offset }, said);
    });
}

/** A variable that is filled with a secret is in the step's environment, and null in expressions. */
function byVariable(context: CheckContext, site: Site, { expression, start }: SiteExpression): Finding[] {
  return expression.reads.flatMap(({ path: [root, name], offset, end }): Finding[] => {
    if (root !== 'env' || name === undefined) return [];
    const written = variable(site.place?.step.env, name) ?? variable(context.flow.env, name);
    if (written === undefined || !/\$\{\{\s*secrets\./.test(written)) return [];
    const said = {
      code: 'secret-by-variable',
      message: `\`${name}\` holds a secret, which an expression never sees: read the variable in the step itself, as $${name}`,
    };
    return [atPiece(context, site.path, { text: site.text, offset: start + offset, length: end - offset }, said)];
  });
}

const variable = (env: Env | undefined, name: string): string | undefined =>
  env !== undefined && Object.hasOwn(env, name) ? String(env[name]) : undefined;
