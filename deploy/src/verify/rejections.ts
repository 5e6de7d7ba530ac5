/** Lines of keepalived's journal that say that something is wrong between the nodes. */

/**
 * Why an advert was not taken (keepalived/vrrp/vrrp.c, vrrp_check_packet), two nodes that both claim to own an address,
 * and a part of keepalived that ended. Where adverts are rejected, both nodes become MASTER.
 */
const REJECTIONS: readonly RegExp[] = [
  /received an invalid passwd/,
  /received a \d+ auth, expecting/,
  /(?:Received AH header but|No AH header but) auth type/,
  /Invalid auth type/,
  /IPSEC.AH ?: ?invalid/,
  /advertisement interval mismatch/,
  /unexpected ip number count/,
  /expected \d+ VIPs but received/,
  /ip address associated with VRID/,
  /wrong version\. Received/,
  /invalid TTL\/HL|TTL\/HL \d+ not in range/,
  /Invalid VRRPv[23] checksum|Checksum ERROR from/,
  /vrrp packet too (?:long|short)|VRRP packet (?:with AH )?too short/,
  /ip_tot_len mismatch/,
  /Invalid packet type/,
  /Expected \w+cast packet but received/,
  /unicast source address .* not a unicast peer/,
  /HMAC .*(?:mismatch|invalid|fail)/i,
  /both configured as address owner/,
  /equal priority advert received from remote host with our IP address/,
  /process\(\d+\) died/,
  /send advert error|Cant send advert/,
];

export const rejectionsIn = (journal: readonly string[]): string[] =>
  journal.filter((line) => REJECTIONS.some((rejection) => rejection.test(line)));
