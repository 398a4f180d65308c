/** The family name under which the style declares the bundled slices. */
export const FONT = 'Noto Sans JP Variable';
