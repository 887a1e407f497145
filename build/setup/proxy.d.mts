export interface Proxy {
  readonly name: string;
  readonly address: string;
}
export function proxyOf(env: Readonly<Record<string, string | undefined>>): Proxy | undefined;
export function throughProxy(proxy: Pick<Proxy, 'address'>): Readonly<Record<string, string>>;
