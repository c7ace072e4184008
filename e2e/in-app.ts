/** What an answer of the app may take before it counts as lost. */
const ANSWER_MS = 4_000;
const LOST = 'the answer was lost';

/**
 * Does something in the app's process. Now and then its garbage collector takes the answer away, which the inspector tells as an
 * error or not at all: it is asked for again, so that what is done has to bear being done twice.
 */
export async function inApp<T>(question: () => Promise<T>): Promise<T> {
  for (let left = 3; ; left--) {
    try {
      return await answered(question());
    } catch (error) {
      const isLost = error === LOST || String(error).includes('promise was garbage collected');
      if (!isLost || left === 0) throw error === LOST ? new Error('the app gives no answer') : error;
    }
  }
}

function answered<T>(answer: Promise<T>): Promise<T> {
  // What comes too late, or fails then, is nobody's any more.
  answer.catch(() => {});
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(LOST), ANSWER_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
