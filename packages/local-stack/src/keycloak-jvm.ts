const opened = ['java.util', 'java.util.concurrent', 'java.security', 'java.lang'];

/**
 * The command line that kc.sh would end up with, so that the child's pid is the JVM itself. The serial collector and
 * the first compiler tier halve the processor time of a start.
 */
export const keycloakJvm = (
  home: string,
  jvmOptions: readonly string[],
  command: readonly string[],
): readonly string[] => [
  '-Xms64m',
  '-Xmx448m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:MaxMetaspaceSize=256m',
  '-Dfile.encoding=UTF-8',
  ...opened.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
  '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
  '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
  `-Dkc.home.dir=${home}`,
  `-Djboss.server.config.dir=${home}/conf`,
  ...jvmOptions,
  '-cp',
  `${home}/lib/quarkus-run.jar`,
  'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
  ...command,
];
