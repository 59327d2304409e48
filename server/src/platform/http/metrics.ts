import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus figures of this process. Names begin with `gatehouse_`; no label holds an address or a token. */
export type Metrics = {
  observeRequest(method: string, route: string, status: number, milliseconds: number): void;
  /** A request begins (1) or ends (-1). */
  moveInFlight(by: 1 | -1): void;
  /** True while more requests are being answered than a quiet installation ever has at once. */
  isCrowded(): boolean;
  /** Adds one, or `by`, to a counter: views of links (scanners look too), messages by outcome, lost leases, ... */
  count(name: CounterName, labels?: Record<string, string>, by?: number): void;
  setGauge(name: GaugeName, value: number): void;
  render(): Promise<{ contentType: string; body: string }>;
};

const COUNTERS = {
  gatehouse_invitation_link_views_total: { help: 'GETs of invitation links, people and scanners alike', labels: [] },
  gatehouse_messages_total: { help: 'Attempts to deliver a message', labels: ['channel', 'outcome'] },
  gatehouse_sign_ins_total: { help: 'Sign-in attempts', labels: ['method', 'result'] },
  gatehouse_webhooks_total: { help: 'Tries to post an event', labels: ['outcome'] },
  gatehouse_swept_rows_total: { help: 'Rows that were removed some time after their end', labels: ['what'] },
  gatehouse_job_leases_lost_total: { help: 'Late commits of jobs that somebody else had taken over', labels: [] },
} as const;
type CounterName = keyof typeof COUNTERS;

const GAUGES = {
  gatehouse_password_hash_queue: 'Password hashes that wait for a core',
  gatehouse_audit_unsealed_events: 'Events of the audit log that wait for their seal',
  gatehouse_audit_unsealed_seconds: 'Age of the oldest of them',
  gatehouse_alerts_open: 'Alerts that nobody has looked at',
  gatehouse_audit_refused_changes: 'Attempts to edit the audit log that the database refused, since it was made',
  gatehouse_audit_guarded: '1 while every trigger that refuses them is there',
  gatehouse_sms_codes_sent_hour: 'Codes by text message that left in the last hour, but for the last three minutes',
  gatehouse_sms_codes_verified_hour: 'Those of them that were typed',
  gatehouse_sms_code_alerts: 'Countries where hardly any is typed any more',
} as const;
type GaugeName = keyof typeof GAUGES;

/** Requests at once, from which on people wait for each other. */
const CROWD = 8;

export function createMetrics(): Metrics {
  const registry = new Registry();
  let inFlight = 0;
  new Gauge({
    name: 'gatehouse_http_requests_in_flight',
    help: 'Requests that are being answered',
    registers: [registry],
    collect() {
      this.set(inFlight);
    },
  });
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'gatehouse_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const counters = Object.fromEntries(
    Object.entries(COUNTERS).map(([name, { help, labels }]) => [
      name,
      new Counter({ name, help, labelNames: [...labels], registers: [registry] }),
    ]),
  );
  const gauges = Object.fromEntries(
    Object.entries(GAUGES).map(([name, help]) => [name, new Gauge({ name, help, registers: [registry] })]),
  );
  return {
    observeRequest: (method, route, status, milliseconds) =>
      requests.observe({ method, route, status: String(status) }, milliseconds / 1000),
    moveInFlight: (by) => {
      inFlight += by;
    },
    isCrowded: () => inFlight >= CROWD,
    count: (name, labels = {}, by = 1) => counters[name]?.inc(labels, by),
    setGauge: (name, value) => gauges[name]?.set(value),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
