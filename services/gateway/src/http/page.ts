type PageQuery = { readonly cursor?: string | undefined; readonly limit?: number | undefined };

const usualLimit = 50;

export const pageOf = ({ cursor, limit }: PageQuery) => ({ cursor: cursor ?? '', limit: limit ?? usualLimit });
