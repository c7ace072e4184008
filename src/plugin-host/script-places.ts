import { type Expression, type Literal, type Node, type Options, type Program, type Property, parse } from 'acorn';
import type { ScriptPlaces, SourceRange } from '../core/flow/script/places.ts';
import { formatPath, type Path } from '../core/flow/yaml/path.ts';

const OPTIONS: Options = { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowHashBang: true };

/**
 * Where the parts of a script's value stand, as far as they are written out: `export default defineFlow({..})`, through constants of
 * the file and `satisfies`. `source` is the script without its types, nothing moved.
 */
export function scriptPlaces(source: string): ScriptPlaces {
  const program = parse(source, OPTIONS);
  const places: Record<string, SourceRange> = {};
  const constants = constantsOf(program);
  const exported = program.body.find((node) => node.type === 'ExportDefaultDeclaration');
  if (exported === undefined) return places;
  const open = new Set<Node>();

  const walk = (node: Node, path: Path): void => {
    if (open.has(node)) return;
    open.add(node);
    const text = formatPath(path);
    places[text] ??= rangeOf(node);
    const inner = meaningOf(node, constants);
    if (inner.type === 'ArrayExpression') {
      const { elements } = inner as unknown as { elements: (Node | null)[] };
      // What is spread moves all that follows to places that only running tells.
      const end = elements.findIndex((element) => element?.type === 'SpreadElement');
      elements.slice(0, end < 0 ? undefined : end).forEach((element, i) => {
        if (element !== null) walk(element, [...path, i]);
      });
    } else if (inner.type === 'ObjectExpression') {
      for (const property of (inner as unknown as { properties: Node[] }).properties) {
        const key = keyOf(property);
        if (key !== undefined) walk((property as unknown as Property).value, [...path, key]);
      }
    }
    open.delete(node);
  };
  walk((exported as unknown as { declaration: Node }).declaration, []);
  return places;
}

/** What an expression stands for: the argument of `defineFlow(..)`, a constant by its name. */
function meaningOf(node: Node, constants: ReadonlyMap<string, Expression>): Node {
  let at = node;
  for (let steps = 0; steps < 20; steps++) {
    const { name, callee, arguments: given } = at as unknown as { name?: string; callee?: Node; arguments?: Node[] };
    if (at.type === 'CallExpression' && callee?.type === 'Identifier' && given?.length === 1) at = given[0]!;
    else if (at.type === 'Identifier' && name !== undefined && constants.has(name)) at = constants.get(name)!;
    else return at;
  }
  return at;
}

function constantsOf(program: Program): ReadonlyMap<string, Expression> {
  const found = new Map<string, Expression>();
  for (const node of program.body) {
    const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier' && init) found.set(id.name, init);
    }
  }
  return found;
}

function keyOf(property: Node): string | undefined {
  if (property.type !== 'Property') return undefined;
  const { key, computed } = property as unknown as Property;
  if (key.type === 'Identifier' && !computed) return key.name;
  return key.type === 'Literal' ? String((key as Literal).value) : undefined;
}

const rangeOf = ({ loc }: Node): SourceRange => ({
  line: loc?.start.line ?? 1,
  column: (loc?.start.column ?? 0) + 1,
  endLine: loc?.end.line ?? 1,
  endColumn: (loc?.end.column ?? 0) + 1,
});
