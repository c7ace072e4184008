/** A sentence in which names stand between backticks, as core/run/explain.ts writes them. */
export const Prose = ({ text }: { readonly text: string }) => (
  <>
    {text.split('`').map((part, index) =>
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other identity
      index % 2 === 1 ? <code key={index}>{part}</code> : part,
    )}
  </>
);
