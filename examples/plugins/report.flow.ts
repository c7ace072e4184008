import { defineFlow, type StepScript } from '@chronum/sdk';

const texts = ['to be or not to be', 'that is the question'];

const counts = texts.map(
  (text, i): StepScript => ({ id: `count-${i + 1}`, executor: 'count-words', with: { text, atLeast: 2 } }),
);

export default defineFlow({
  name: 'report',
  description: 'Counts the words of some texts, with plug-ins',
  steps: [
    ...counts,
    {
      id: 'sum',
      needs: counts.map(({ id }) => id ?? ''),
      run: 'echo "$WORDS words"',
      env: { WORDS: '${{ steps["count-1"].outputs.words + steps["count-2"].outputs.words }}' },
    },
    {
      id: 'flaky',
      run: 'exit 1',
      needs: ['sum'],
      continueOnError: true,
      frames: [{ budget: 2 }, { retry: { limit: 5, delay: '0ms' } }],
    },
  ],
});
