-- The read model: facts without a clock. What depends on the day (decide_on, days_left, state, the term a contract
-- has rolled into, live health) is added by the program; `cs help json WORD` lists it.
-- Money is in major units beside its currency; `…_minor` beside it is the exact whole number. Lists are JSON arrays.

-- One row per account. `account` is the key that people type.
CREATE VIEW accounts AS
SELECT a.key AS account, a.name, a.domain, a.segment, a.stage, a.owner, a.industry, a.region, a.country, a.timezone,
  a.currency, a.customer_since, a.kickoff_on, a.live_on, a.activated_on, p.key AS parent, a.tags,
  (SELECT r.source FROM external_ref r WHERE r.kind = 'accounts' AND r.row_id = a.id ORDER BY r.id LIMIT 1) AS source,
  (SELECT r.external_id FROM external_ref r WHERE r.kind = 'accounts' AND r.row_id = a.id ORDER BY r.id LIMIT 1)
    AS external_id,
  (SELECT json_group_array(l.name) FROM alias l WHERE l.account_id = a.id) AS aliases,
  a.archived_on, m.key AS merged_into, a.custom, a.name_folded, a.id AS account_id
FROM account a LEFT JOIN account p ON p.id = a.parent_id LEFT JOIN account m ON m.id = a.merged_into_id;

-- One row per term of a contract. `renews_on` is the first day of the next term, `ends_on` the last day of this one.
-- `ended_on` is the first day on which it no longer runs, where an outcome (renewed, amended, churned) says so.
-- `next_starts_on` is the start of the term that renewed it, `next_known_on` the day since which that is known,
-- `next_id` its contract_id.
CREATE VIEW contracts AS
SELECT a.key AS account, c.contract, c.product, c.renews_on, date(c.renews_on, '-1 day') AS ends_on, c.starts_on,
  CASE c.term_months WHEN 1 THEN 'monthly' WHEN 3 THEN 'quarterly' WHEN 12 THEN 'annual' ELSE
    coalesce(c.term_months || 'm', 'evergreen') END AS term,
  CASE c.renewal_months WHEN 1 THEN 'monthly' WHEN 3 THEN 'quarterly' WHEN 12 THEN 'annual' ELSE
    c.renewal_months || 'm' END AS renewal_term,
  c.price_minor * 1.0 / u.unit AS price,
  CASE c.price_period_months WHEN 0 THEN 0
    ELSE (c.price_minor * 24 + c.price_period_months) / (2 * c.price_period_months) END * 1.0 / u.unit AS arr,
  CASE c.price_period_months WHEN 0 THEN 'once' WHEN 1 THEN 'month' WHEN 3 THEN 'quarter' WHEN 6 THEN 'half-year'
    WHEN 12 THEN 'year' ELSE c.price_period_months || 'm' END AS price_period,
  CASE c.billing_period_months WHEN 0 THEN 'once' WHEN 1 THEN 'month' WHEN 3 THEN 'quarter' WHEN 6 THEN 'half-year'
    WHEN 12 THEN 'year' ELSE c.billing_period_months || 'm' END AS billing_period,
  c.currency, c.seats, c.auto_renew, c.notice_days, c.notice_kind, c.notice_basis,
  CASE c.opt_out_every_months WHEN 12 THEN 'annual' ELSE c.opt_out_every_months || 'm' END AS opt_out_every,
  c.uplift_pct, c.live_on, c.status,
  (SELECT r.source FROM external_ref r WHERE r.kind = 'contracts' AND r.row_id = c.id ORDER BY r.id LIMIT 1) AS source,
  (SELECT r.external_id FROM external_ref r WHERE r.kind = 'contracts' AND r.row_id = c.id ORDER BY r.id LIMIT 1)
    AS external_id,
  c.decided_on, c.notice_received_on, c.ended_on, c.outcome, c.outcome_on, c.reason, c.outcome_note, c.opt_out_on,
  a.name, a.owner, a.segment, a.country, c.anchor_on, c.term_months, c.renewal_months, c.opt_out_every_months,
  c.price_period_months, c.price_minor,
  CASE c.price_period_months WHEN 0 THEN 0
    ELSE (c.price_minor * 24 + c.price_period_months) / (2 * c.price_period_months) END AS arr_minor,
  n.starts_on AS next_starts_on, coalesce(n.decided_on, n.starts_on) AS next_known_on, c.renewed_by_guess,
  c.assumed, c.custom, a.archived_on, c.account_id, c.id AS contract_id, n.id AS next_id
FROM contract c JOIN account a ON a.id = c.account_id JOIN currency u ON u.code = c.currency
  LEFT JOIN contract n ON n.id = c.renewed_by_id;

-- The terms that somebody may have to decide on: not evergreen, no outcome, not a draft, not ended by hand.
CREATE VIEW renewals AS
SELECT account, name, contract, product, owner, segment, term, term_months, auto_renew, notice_days, starts_on,
  renews_on, opt_out_on, arr, currency, notice_kind, notice_basis, renewal_months, opt_out_every_months, anchor_on,
  arr_minor, status, decided_on, notice_received_on, next_starts_on, next_known_on, account_id, contract_id
FROM contracts
WHERE renews_on IS NOT NULL AND outcome IS NULL AND archived_on IS NULL AND (status IS NULL OR status = 'active');

-- The people at an account. Stance, influence and sentiment are internal.
CREATE VIEW contacts AS
SELECT a.key AS account, c.name, c.email, c.title, c.roles, c.stance, c.influence, c.sentiment, c.reports_to, c.phone,
  c.left_on, c.bounced_on,
  (SELECT r.source FROM external_ref r WHERE r.kind = 'contacts' AND r.row_id = c.id ORDER BY r.id LIMIT 1) AS source,
  (SELECT r.external_id FROM external_ref r WHERE r.kind = 'contacts' AND r.row_id = c.id ORDER BY r.id LIMIT 1)
    AS external_id,
  c.custom, c.name_folded, c.account_id, c.id AS contact_id
FROM contact c JOIN account a ON a.id = c.account_id;

-- A metric's value on a day: active_users, seats_used, features_used, features_available, key_events, logins, …; `word`
-- holds that of a metric whose name ends in _status (invoice_status: paid, due, overdue).
CREATE VIEW measurements AS
SELECT a.key AS account, m.metric, m.measured_on AS "on", m.value, m.word, m.account_id
FROM measurement m JOIN account a ON a.id = m.account_id;

-- Support cases.
CREATE VIEW tickets AS
SELECT a.key AS account, t.ticket, t.subject, t.type, t.priority, t.opened_at_utc AS opened_at,
  t.first_reply_at_utc AS first_reply_at, t.resolved_at_utc AS resolved_at, t.closed_at_utc AS closed_at,
  t.reopened_at_utc AS reopened_at, t.contacts_count, t.status, t.csat, t.because, t.change,
  (SELECT r.source FROM external_ref r WHERE r.kind = 'tickets' AND r.row_id = t.id ORDER BY r.id LIMIT 1) AS source,
  (SELECT r.external_id FROM external_ref r WHERE r.kind = 'tickets' AND r.row_id = t.id ORDER BY r.id LIMIT 1)
    AS external_id,
  t.custom, t.account_id
FROM ticket t JOIN account a ON a.id = t.account_id;

-- Answers to NPS, CSAT and CES questions.
CREATE VIEW surveys AS
SELECT a.key AS account, s.contact, s.kind, s.score, s.answered_on AS "on", s.comment, s.custom, s.account_id
FROM survey s JOIN account a ON a.id = s.account_id;

-- Calls, meetings, mails, replies, notes and QBRs. `two_way` is 1 where the customer took part; `shared` is 1 where the
-- customer may read the summary.
CREATE VIEW activities AS
SELECT a.key AS account, v.kind, v.happened_on AS "on", v.summary, v.direction, v.topic, v.contacts,
  v.shared,
  coalesce(v.direction, CASE v.kind WHEN 'email' THEN 'out' WHEN 'note' THEN 'none' ELSE 'both' END) IN ('in', 'both')
    AS two_way,
  (SELECT r.source FROM external_ref r WHERE r.kind = 'activities' AND r.row_id = v.id ORDER BY r.id LIMIT 1) AS source,
  (SELECT r.external_id FROM external_ref r WHERE r.kind = 'activities' AND r.row_id = v.id ORDER BY r.id LIMIT 1)
    AS external_id,
  v.custom, 'a' || v.id AS number, v.account_id, v.id AS activity_id
FROM activity v JOIN account a ON a.id = v.account_id;

-- Renewal, expansion and new deals as the CRM has them.
CREATE VIEW opportunities AS
SELECT a.key AS account, o.opportunity, o.kind, o.stage, o.amount_minor * 1.0 / u.unit AS amount, o.amount_means,
  o.currency, o.close_on, o.category, o.won,
  (SELECT r.source FROM external_ref r WHERE r.kind = 'opportunities' AND r.row_id = o.id ORDER BY r.id LIMIT 1)
    AS source,
  (SELECT r.external_id FROM external_ref r WHERE r.kind = 'opportunities' AND r.row_id = o.id ORDER BY r.id LIMIT 1)
    AS external_id,
  o.amount_minor, o.custom, o.account_id
FROM opportunity o JOIN account a ON a.id = o.account_id LEFT JOIN currency u ON u.code = o.currency;

-- What was said on a day to become of a renewal: every call there ever was. Evidence and reason are internal.
CREATE VIEW forecast_calls AS
SELECT a.key AS account, c.contract, c.product, f.called_on AS "on", f.renews_on, f.category, f.flat_category,
  f.arr_minor * 1.0 / u.unit AS arr, f.currency, f.evidence, f.reason, f.owner, f.arr_minor, f.account_id, f.contract_id,
  f.id AS call_id
FROM forecast_call f JOIN account a ON a.id = f.account_id JOIN contract c ON c.id = f.contract_id
  JOIN currency u ON u.code = f.currency;

-- Rates of exchange: one unit of `currency` was `rate` units of `in_currency` on that day.
CREATE VIEW rates AS
SELECT r.currency, r.in_currency, r.rated_on AS "on", r.rate
FROM rate r;

-- What is to be done, by its short number. A step of a renewal clock names its contract and the first day of the term;
-- what an outcome made needless is dropped.
CREATE VIEW tasks AS
SELECT 't' || t.id AS task, a.key AS account, t.title, t.owner, t.created_on, t.due_on, t.done_on, t.snoozes,
  t.dropped_on, coalesce(nullif(c.contract, ''), c.product) AS contract, c.starts_on AS contract_starts_on, t.clock_step,
  t.every, t.anchor_on, t.because,
  a.name, t.account_id, t.contract_id, t.id AS task_id
FROM task t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN contract c ON c.id = t.contract_id;

-- Standing remarks: internal.
CREATE VIEW notes AS
SELECT a.key AS account, n.noted_on AS "on", n.text, n.account_id
FROM note n JOIN account a ON a.id = n.account_id;

-- How a CSM felt about an account on a day: internal.
CREATE VIEW sentiments AS
SELECT a.key AS account, s.felt_on AS "on", s.mood, s.why, s.contact, s.account_id, s.id AS sentiment_id
FROM sentiment s JOIN account a ON a.id = s.account_id;

-- What the customer wants, in their words, and by what measure it counts as reached.
CREATE VIEW objectives AS
SELECT 'o' || o.id AS number, a.key AS account, o.quote, o.said_by, o.said_on, o.measure, o.unit, o.baseline, o.target,
  o.due_on, o.evidence, o.cadence, o.done_on, o.dropped_on, o.because, o.shared, o.created_on, o.changed_on, a.name,
  o.account_id, o.id AS objective_id
FROM objective o JOIN account a ON a.id = o.account_id;

-- Where an objective's measure stood on a day.
CREATE VIEW progress_readings AS
SELECT a.key AS account, 'o' || p.objective_id AS objective, p.measured_on AS "on", p.value, p.evidence, p.account_id,
  p.objective_id
FROM progress p JOIN account a ON a.id = p.account_id;

-- The dated steps of success plans: `us`, `them` or `both` of us. `planned_on` is the day that was agreed first.
CREATE VIEW milestones AS
SELECT 'm' || m.id AS number, a.key AS account, m.title, m.side, m.owner, m.kind, 'o' || m.objective_id AS objective,
  m.depends_on, m.planned_on, m.due_on, m.done_on, m.confirmed_by, m.missed_on, m.because, m.change, m.dropped_on,
  m.shared, m.created_on, m.changed_on, a.name, m.account_id, m.objective_id, m.id AS milestone_id
FROM milestone m JOIN account a ON a.id = m.account_id;

-- What we promised them, they us, or both each other.
CREATE VIEW commitments AS
SELECT 'c' || c.id AS number, a.key AS account, c.side, c.promise, c.owner, c.due_on, c.done_on, c.missed_on, c.because,
  c.change, c.dropped_on, 'a' || c.activity_id AS activity, c.shared, c.created_on, c.changed_on, a.name, c.account_id,
  c.activity_id, c.id AS commitment_id
FROM commitment c JOIN account a ON a.id = c.account_id;

-- What may go wrong with a plan: internal unless shared.
CREATE VIEW risks AS
SELECT 'r' || r.id AS number, a.key AS account, r.title, r.cause, r.likelihood, r.impact, r.mitigation, r.owner, r.due_on,
  r.closed_on, r.because, r.shared, r.created_on, r.changed_on, a.name, r.account_id, r.id AS risk_id
FROM risk r JOIN account a ON a.id = r.account_id;

-- What the customer gained, (current - baseline) × unit_value: what one unit more is worth, `per` month, say; negative
-- where less is better.
CREATE VIEW value_items AS
SELECT 'v' || v.id AS number, a.key AS account, v.title, 'o' || v.objective_id AS objective, v.unit, v.baseline,
  v.current, v.measured_on, v.unit_value_minor * 1.0 / u.unit AS unit_value, v.currency, v.per, v.evidence, v.agreed_by,
  v.agreed_on, v.dropped_on, v.shared, v.created_on, v.changed_on, a.name, v.unit_value_minor, v.account_id,
  v.objective_id, v.id AS value_id
FROM value_item v JOIN account a ON a.id = v.account_id LEFT JOIN currency u ON u.code = v.currency;

-- The last recorded health of each account; commands compute the live one.
CREATE VIEW health AS
SELECT a.key AS account, h.computed_on AS "on", h.score, h.band, h.coverage, h.scorecard, h.fingerprint,
  h.inputs, iif(h.step IS NULL, 'digest', 'import') AS said_by, h.account_id
FROM health_snapshot h JOIN account a ON a.id = h.account_id
WHERE h.computed_on = (SELECT max(l.computed_on) FROM health_snapshot l WHERE l.account_id = h.account_id);

-- Every recorded health of each account, by day.
CREATE VIEW health_history AS
SELECT a.key AS account, h.computed_on AS "on", h.score, h.band, h.coverage, h.scorecard, h.fingerprint,
  h.inputs, iif(h.step IS NULL, 'digest', 'import') AS said_by, h.account_id
FROM health_snapshot h JOIN account a ON a.id = h.account_id;

-- Bands set by hand: internal. They hold from `on` to `until`, both included, or to the day before `lifted_on`.
CREATE VIEW health_overrides AS
SELECT a.key AS account, o.set_on AS "on", o.band, o.why, o.until_on AS until, o.lifted_on, o.account_id,
  o.id AS override_id
FROM health_override o JOIN account a ON a.id = o.account_id;

-- What was sent: one row a part of a digest and recipient. `state`: claimed (on its way, or broken off there), sent,
-- accepted (by a service that posts later), empty (there was nothing to say), failed.
CREATE VIEW deliveries AS
SELECT s.digest, s.owner, s.period, s.channel, s.recipient, s.part, s.parts, s.state, s.tries, s.claimed_at_utc AS claimed_at,
  s.done_at_utc AS done_at, s.error, s.content_hash, s.items
FROM sent s;

-- Every writing command, one step each.
CREATE VIEW history AS
SELECT s.id AS step, s.at_utc AS at, s.command, s.user, s.host, s.version, s.undone_at_utc AS undone_at
FROM journal_step s;

-- Auto-renew switched on (1) or off (0) on a recorded term, by the day it was entered.
CREATE VIEW auto_renew_switches AS
SELECT a.key AS account, date(s.at_utc) AS "on", j.after ->> 'auto_renew' AS auto_renew, j.row_id AS contract_id, j.step,
  j.account_id
FROM journal_change j JOIN journal_step s ON s.id = j.step JOIN account a ON a.id = j.account_id
WHERE j.table_name = 'contract' AND j.kind = 'update' AND s.undone_at_utc IS NULL
  AND j.before ->> 'auto_renew' <> j.after ->> 'auto_renew';

-- Which steps touched which account.
CREATE VIEW touched AS
SELECT DISTINCT a.key AS account, t.step, t.account_id
FROM (
  SELECT id AS account_id, step FROM account
  UNION ALL SELECT account_id, step FROM alias
  UNION ALL SELECT account_id, step FROM contact
  UNION ALL SELECT account_id, step FROM contract
  UNION ALL SELECT account_id, step FROM opportunity
  UNION ALL SELECT account_id, step FROM forecast_call
  UNION ALL SELECT account_id, step FROM measurement
  UNION ALL SELECT account_id, step FROM ticket
  UNION ALL SELECT account_id, step FROM survey
  UNION ALL SELECT account_id, step FROM activity
  UNION ALL SELECT account_id, step FROM task
  UNION ALL SELECT account_id, step FROM note
  UNION ALL SELECT account_id, step FROM sentiment
  UNION ALL SELECT account_id, step FROM objective
  UNION ALL SELECT account_id, step FROM progress
  UNION ALL SELECT account_id, step FROM milestone
  UNION ALL SELECT account_id, step FROM commitment
  UNION ALL SELECT account_id, step FROM risk
  UNION ALL SELECT account_id, step FROM value_item
  UNION ALL SELECT account_id, step FROM health_override
  UNION ALL SELECT account_id, step FROM health_snapshot WHERE step IS NOT NULL
  UNION ALL SELECT account_id, step FROM journal_change
  UNION ALL SELECT account_id, json_extract(before, '$.step') FROM journal_change WHERE kind = 'delete'
) t JOIN account a ON a.id = t.account_id;

-- Imported rows whose account has not come yet.
CREATE VIEW waiting_rows AS
SELECT w.kind, w.source, w.account_ref, w.external_id
FROM waiting w;
