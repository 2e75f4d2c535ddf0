// breaks: nothing
import '@nencho/kernel';

export const allowed = 1;
