/**
 * Stored with every result. A test holds the fingerprint of all parameters beside it: whoever changes a number or how
 * it is applied gives this a new value.
 */
export const rulesVersion = '3';
