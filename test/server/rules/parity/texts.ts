/** Small configurations to put before the real keepalived. */
/** A configuration with one instance that is in order but for these lines. */
export const instance = (lines: string, name = 'VI_1', vrid = 51): string => `vrrp_instance ${name} {
    interface eth0
    virtual_router_id ${vrid}
    virtual_ipaddress {
        192.168.10.${vrid}/24
    }
${lines}
}
`;

/** Scripts run without a word about security. */
export const SECURE = 'global_defs {\nenable_script_security\nscript_user root\n}\n';
export const globals = (...lines: string[]): string => `global_defs {\n${lines.join('\n')}\n}\n${instance('')}`;
/** A block or a list with these lines. */
export const block = (header: string, ...lines: string[]): string => `${header} {\n${lines.join('\n')}\n}\n`;
export const script = (...lines: string[]): string => block('vrrp_script chk', 'script /bin/true', ...lines);
export const two = (lines: string, others = ''): string => instance(lines) + instance(others, 'VI_2', 52);
export const group = (...lines: string[]): string => block('vrrp_sync_group G', ...lines);
export const members = (...names: string[]): string => block('group', ...names).trimEnd();
export const addresses = (...entries: string[]): string => instance(block('virtual_ipaddress_excluded', ...entries));
/** An instance without interface, identity or addresses. */
export const bare = (...lines: string[]): string => block('vrrp_instance VI_1', ...lines);
