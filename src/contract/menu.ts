import { z } from 'zod';

const word = z.string().min(1).max(200);

/** What the menu bar offers of the window's commands. The window tells again whenever something of it changes. */
export const menuBar = z
  .array(
    z.object({
      label: word,
      /** Lines stand between the groups. */
      groups: z
        .array(
          z
            .array(
              z.object({
                command: word,
                label: word,
                /** Of the settings' notation; null for none. */
                shortcut: z.string().max(200).nullable(),
                enabled: z.boolean(),
              }),
            )
            .max(200)
            .readonly(),
        )
        .max(50)
        .readonly(),
    }),
  )
  .max(20)
  .readonly();
export type MenuBar = z.infer<typeof menuBar>;
