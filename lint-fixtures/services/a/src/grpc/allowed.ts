// breaks: nothing
export const allowed = 1;
