import type { Compilation, Node } from './compilation.ts';
import { fail } from './failure.ts';
import { absorb, truth } from './operators.ts';
import type { Code, Run } from './run.ts';
import { inWords, isList, isMap, kindOf, type Value } from './value.ts';

/** CEL's macros: an expression over every element of a list, or every key of a map. */
export const MACRO_USAGES: Readonly<Record<string, string>> = {
  all: 'list.all(x, x > 0)',
  exists: 'list.exists(x, x > 0)',
  exists_one: 'list.exists_one(x, x > 0)',
  filter: 'list.filter(x, x > 0)',
  map: 'list.map(x, x + 1)',
};

export const isMacro = (name: string): boolean => Object.hasOwn(MACRO_USAGES, name);

/** The elements, one by one, as the variable; every round costs. */
type Rounds = (run: Run, round: (element: Value) => boolean) => void;

export function compileMacro(c: Compilation, node: Node<'rcall'>): Code {
  const [name, receiver, args] = node.args;
  const at = c.find(name, receiver.end);
  const [variable, ...bodies] = args;
  const most = name === 'map' ? 2 : 1;
  if (variable?.op !== 'id' || bodies.length < 1 || bodies.length > most) {
    return fail('wrong-arguments', `\`${name}\` takes a name and an expression: \`${MACRO_USAGES[name]}\``, at);
  }
  const list = c.compile(receiver);
  const place = { text: c.source(receiver), at: receiver.start };
  const { slot, code } = c.withLocal(variable.args, bodies.at(-1)!);
  const bodyText = c.source(bodies.at(-1)!);
  const bodyAt = bodies.at(-1)!.start;
  const rounds: Rounds = (run, round) => {
    for (const element of elementsOf(run, list(run), name, place)) {
      run.spend(1, at);
      run.locals[slot] = element;
      if (!round(element)) return;
    }
  };
  const test = (run: Run): boolean => truth(code(run), `\`${name}\``, bodyText, bodyAt);

  switch (name) {
    case 'all':
      return (run) => quantified(run, rounds, test, false);
    case 'exists':
      return (run) => quantified(run, rounds, test, true);
    case 'exists_one':
      return (run) => {
        let count = 0;
        rounds(run, () => {
          if (test(run)) count++;
          return count < 2;
        });
        return count === 1;
      };
    case 'filter':
      return (run) => collected(run, rounds, test, (element) => element);
    default: {
      if (bodies.length === 1)
        return (run) =>
          collected(
            run,
            rounds,
            () => true,
            () => code(run),
          );
      const condition = c.withLocal(variable.args, bodies[0]!).code;
      const [text, from] = [c.source(bodies[0]!), bodies[0]!.start];
      return (run) =>
        collected(
          run,
          rounds,
          () => truth(condition(run), '`map`', text, from),
          () => code(run),
        );
    }
  }
}

function collected(run: Run, rounds: Rounds, test: (run: Run) => boolean, value: (element: Value) => Value): Value {
  const list: Value[] = [];
  rounds(run, (element) => {
    if (test(run)) list.push(value(element));
    return true;
  });
  return list;
}

/** As with `||` and `&&`, a failure counts only when no other element decides. */
function quantified(run: Run, rounds: Rounds, test: (run: Run) => boolean, deciding: boolean): boolean {
  let failure: { thrown: unknown } | undefined;
  let decided = false;
  rounds(run, () => {
    try {
      decided = test(run) === deciding;
    } catch (thrown) {
      absorb(run, thrown);
      failure ??= { thrown };
    }
    return !decided;
  });
  if (!decided && failure !== undefined) throw failure.thrown;
  return decided === deciding;
}

function elementsOf(run: Run, value: Value, name: string, { text, at }: { text: string; at: number }): Iterable<Value> {
  run.spend(1, at);
  if (isList(value)) return value;
  if (isMap(value)) return value.keys();
  const found =
    value === null
      ? `\`${text}\` is null here; \`default(${text}, [])\` makes it empty`
      : `\`${text}\` is ${inWords(kindOf(value))}`;
  return fail('type-mismatch', `\`${name}\` goes over a list or the keys of a map, but ${found}`, at);
}
