import { showContextMenu } from '../../../shared/commands/context-menu.tsx';
import type { GraphNode, Joint } from '../../../shared/graph/model.ts';
import { jointMenu } from '../menus.ts';
import styles from './node.module.css';

const WORDS: Readonly<Record<Joint['op'], (joint: Joint) => string>> = {
  any: () => 'any',
  atLeast: ({ count, of }) => `${count} of ${of}`,
  mixed: () => 'if',
};

/** The operator where edges come together: a step without one starts when all that it needs has succeeded. */
export function JointMark({ node, joint }: { readonly node: GraphNode; readonly joint: Joint }) {
  const said =
    joint.op === 'mixed'
      ? `${node.name} starts by an expression of its needs`
      : `${node.name} starts when ${joint.op === 'any' ? 'any' : joint.count} of ${joint.of} needs ${joint.op === 'any' || joint.count === 1 ? 'holds' : 'hold'}`;
  return (
    <button
      type="button"
      className={`nodrag ${styles.joint}`}
      data-testid={`joint-${node.id}`}
      aria-label={said}
      data-tip={said}
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        showContextMenu(event, `Needs of ${node.name}`, jointMenu(node));
      }}
    >
      {WORDS[joint.op](joint)}
    </button>
  );
}
