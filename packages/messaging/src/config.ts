export type RedriveConfig = { readonly uri: string; readonly database: string };

/** Of the redrive command; it runs where its service runs and takes the same variables. */
export const readRedriveConfig = (): RedriveConfig => {
  const { MONGODB_URI: uri = '', MONGODB_DATABASE: database = '' } = process.env;
  if (uri === '' || database === '') {
    process.stderr.write('MONGODB_URI and MONGODB_DATABASE are needed\n');
    process.exit(78);
  }
  return { uri, database };
};
