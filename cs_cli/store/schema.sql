-- Written by `make docs` from the migrations; not to be edited.
CREATE TABLE account (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	key_folded VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	name_folded VARCHAR NOT NULL, 
	domain VARCHAR, 
	segment VARCHAR, 
	stage VARCHAR, 
	owner VARCHAR, 
	industry VARCHAR, 
	region VARCHAR, 
	country VARCHAR, 
	timezone VARCHAR, 
	currency VARCHAR, 
	customer_since DATE, 
	kickoff_on DATE, 
	live_on DATE, 
	activated_on DATE, 
	archived_on DATE, 
	parent_id INTEGER, 
	tags VARCHAR DEFAULT '[]' NOT NULL, 
	custom VARCHAR DEFAULT '{}' NOT NULL, 
	merged_into_id INTEGER, 
	CONSTRAINT what_was_merged_is_archived CHECK (merged_into_id IS NULL OR archived_on IS NOT NULL), 
	FOREIGN KEY(merged_into_id) REFERENCES account (id),
	CONSTRAINT key_is_filled CHECK (trim(key) <> ''), 
	CONSTRAINT name_is_filled CHECK (trim(name) <> ''), 
	CONSTRAINT activated_on_is_a_day CHECK (date(activated_on) IS activated_on), 
	CONSTRAINT archived_on_is_a_day CHECK (date(archived_on) IS archived_on), 
	CONSTRAINT customer_since_is_a_day CHECK (date(customer_since) IS customer_since), 
	CONSTRAINT kickoff_on_is_a_day CHECK (date(kickoff_on) IS kickoff_on), 
	CONSTRAINT live_on_is_a_day CHECK (date(live_on) IS live_on), 
	CONSTRAINT custom_is_json CHECK (custom IN ('[]', '{}') OR json_valid(custom)), 
	CONSTRAINT tags_is_json CHECK (tags IN ('[]', '{}') OR json_valid(tags)), 
	FOREIGN KEY(currency) REFERENCES currency (code), 
	FOREIGN KEY(parent_id) REFERENCES account (id), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE activity (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	happened_on DATE NOT NULL, 
	summary VARCHAR, 
	direction VARCHAR, 
	topic VARCHAR, 
	contacts VARCHAR DEFAULT '[]' NOT NULL, 
	custom VARCHAR DEFAULT '{}' NOT NULL, 
	shared BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT direction_is_known CHECK (direction IN ('in', 'out', 'both')), 
	CONSTRAINT kind_is_known CHECK (kind IN ('call', 'meeting', 'email', 'reply', 'note', 'qbr')), 
	CONSTRAINT happened_on_is_a_day CHECK (date(happened_on) IS happened_on), 
	CONSTRAINT contacts_is_json CHECK (contacts IN ('[]', '{}') OR json_valid(contacts)), 
	CONSTRAINT custom_is_json CHECK (custom IN ('[]', '{}') OR json_valid(custom)), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
CREATE TABLE alias (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	folded VARCHAR NOT NULL, 
	CONSTRAINT name_is_filled CHECK (trim(name) <> ''), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE changed_elsewhere (
	table_name VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	step INTEGER, 
	PRIMARY KEY (table_name, row_id)
);
CREATE TABLE commitment (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    created_on DATE NOT NULL,
    changed_on DATE NOT NULL,
    shared BOOLEAN DEFAULT 1 NOT NULL,
    side VARCHAR NOT NULL,
    promise VARCHAR NOT NULL,
    owner VARCHAR,
    activity_id INTEGER,
    due_on DATE,
    done_on DATE,
    missed_on DATE,
    because VARCHAR,
    change VARCHAR,
    dropped_on DATE,
    CONSTRAINT promise_is_filled CHECK (trim(promise) <> ''),
    CONSTRAINT side_is_known CHECK (side IN ('us', 'them', 'both')),
    CONSTRAINT created_on_is_a_day CHECK (date(created_on) IS created_on),
    CONSTRAINT changed_on_is_a_day CHECK (date(changed_on) IS changed_on),
    CONSTRAINT due_on_is_a_day CHECK (date(due_on) IS due_on),
    CONSTRAINT done_on_is_a_day CHECK (date(done_on) IS done_on),
    CONSTRAINT missed_on_is_a_day CHECK (date(missed_on) IS missed_on),
    CONSTRAINT dropped_on_is_a_day CHECK (date(dropped_on) IS dropped_on),
    FOREIGN KEY(step) REFERENCES journal_step (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(activity_id) REFERENCES activity (id)
);
CREATE TABLE contact (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	name_folded VARCHAR NOT NULL, 
	email VARCHAR, 
	title VARCHAR, 
	roles VARCHAR DEFAULT '[]' NOT NULL, 
	stance VARCHAR, 
	influence VARCHAR, 
	sentiment VARCHAR, 
	reports_to VARCHAR, 
	phone VARCHAR, 
	custom VARCHAR DEFAULT '{}' NOT NULL, 
	left_on DATE, 
	bounced_on DATE, 
	CONSTRAINT left_on_is_a_day CHECK (date(left_on) IS left_on), 
	CONSTRAINT bounced_on_is_a_day CHECK (date(bounced_on) IS bounced_on),
	CONSTRAINT stance_is_known CHECK (stance IN ('supporter', 'neutral', 'critic')), 
	CONSTRAINT name_is_filled CHECK (trim(name) <> ''), 
	CONSTRAINT custom_is_json CHECK (custom IN ('[]', '{}') OR json_valid(custom)), 
	CONSTRAINT roles_is_json CHECK (roles IN ('[]', '{}') OR json_valid(roles)), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE contract (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	contract VARCHAR DEFAULT '' NOT NULL, 
	product VARCHAR, 
	starts_on DATE NOT NULL, 
	renews_on DATE, 
	anchor_on DATE NOT NULL, 
	term_months INTEGER, 
	renewal_months INTEGER, 
	price_minor INTEGER NOT NULL, 
	price_period_months INTEGER NOT NULL, 
	billing_period_months INTEGER, 
	currency VARCHAR NOT NULL, 
	seats INTEGER, 
	auto_renew BOOLEAN DEFAULT 0 NOT NULL, 
	notice_days INTEGER, 
	notice_kind VARCHAR DEFAULT 'calendar' NOT NULL, 
	notice_basis VARCHAR DEFAULT 'renewal-day' NOT NULL, 
	opt_out_every_months INTEGER, 
	uplift_pct VARCHAR, 
	live_on DATE, 
	status VARCHAR, 
	decided_on DATE, 
	notice_received_on DATE, 
	opt_out_on DATE, 
	renewed_by_id INTEGER, 
	renewed_by_guess BOOLEAN DEFAULT 0 NOT NULL, 
	assumed VARCHAR DEFAULT '[]' NOT NULL, 
	custom VARCHAR DEFAULT '{}' NOT NULL, 
	ended_on DATE, 
	outcome VARCHAR, 
	outcome_on DATE, 
	reason VARCHAR, 
	outcome_note VARCHAR, 
	CONSTRAINT outcome_is_known CHECK (outcome IN ('renewed', 'amended', 'churned')), 
	CONSTRAINT reason_is_known CHECK (reason IN ('value', 'product-gap', 'champion-loss', 'budget', 'competitor', 'merger', 'price', 'service')), 
	CONSTRAINT ended_on_is_a_day CHECK (date(ended_on) IS ended_on), 
	CONSTRAINT outcome_on_is_a_day CHECK (date(outcome_on) IS outcome_on), 
	CONSTRAINT an_outcome_ends_a_term_after_its_start CHECK (ended_on > starts_on), 
	CONSTRAINT an_outcome_has_its_days CHECK ((outcome IS NULL) = (ended_on IS NULL) AND (outcome IS NULL) = (outcome_on IS NULL)), 
	CONSTRAINT notice_basis_is_known CHECK (notice_basis IN ('renewal-day', 'last-day')), 
	CONSTRAINT notice_kind_is_known CHECK (notice_kind IN ('calendar', 'business', 'months')), 
	CONSTRAINT status_is_known CHECK (status IN ('active', 'ended', 'cancelled', 'draft')), 
	CONSTRAINT only_an_evergreen_never_renews CHECK ((term_months IS NULL) = (renews_on IS NULL)), 
	CONSTRAINT anchor_on_is_a_day CHECK (date(anchor_on) IS anchor_on), 
	CONSTRAINT decided_on_is_a_day CHECK (date(decided_on) IS decided_on), 
	CONSTRAINT live_on_is_a_day CHECK (date(live_on) IS live_on), 
	CONSTRAINT notice_received_on_is_a_day CHECK (date(notice_received_on) IS notice_received_on), 
	CONSTRAINT opt_out_on_is_a_day CHECK (date(opt_out_on) IS opt_out_on), 
	CONSTRAINT renews_on_is_a_day CHECK (date(renews_on) IS renews_on), 
	CONSTRAINT starts_on_is_a_day CHECK (date(starts_on) IS starts_on), 
	CONSTRAINT assumed_is_json CHECK (assumed IN ('[]', '{}') OR json_valid(assumed)), 
	CONSTRAINT custom_is_json CHECK (custom IN ('[]', '{}') OR json_valid(custom)), 
	CONSTRAINT counts_are_not_negative CHECK (notice_days >= 0 AND seats >= 0), 
	CONSTRAINT a_price_is_not_negative CHECK (price_minor >= 0 AND price_period_months >= 0), 
	CONSTRAINT a_term_ends_after_it_starts CHECK (renews_on > starts_on), 
	CONSTRAINT months_are_positive CHECK (term_months > 0 AND renewal_months > 0 AND opt_out_every_months > 0), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(currency) REFERENCES currency (code), 
	FOREIGN KEY(renewed_by_id) REFERENCES contract (id), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE currency (
	code VARCHAR NOT NULL, 
	exponent INTEGER NOT NULL, 
	unit INTEGER NOT NULL, 
	PRIMARY KEY (code)
);
INSERT INTO "currency" VALUES('BIF',0,1);
INSERT INTO "currency" VALUES('CLP',0,1);
INSERT INTO "currency" VALUES('DJF',0,1);
INSERT INTO "currency" VALUES('GNF',0,1);
INSERT INTO "currency" VALUES('ISK',0,1);
INSERT INTO "currency" VALUES('JPY',0,1);
INSERT INTO "currency" VALUES('KMF',0,1);
INSERT INTO "currency" VALUES('KRW',0,1);
INSERT INTO "currency" VALUES('PYG',0,1);
INSERT INTO "currency" VALUES('RWF',0,1);
INSERT INTO "currency" VALUES('UGX',0,1);
INSERT INTO "currency" VALUES('UYI',0,1);
INSERT INTO "currency" VALUES('VND',0,1);
INSERT INTO "currency" VALUES('VUV',0,1);
INSERT INTO "currency" VALUES('XAF',0,1);
INSERT INTO "currency" VALUES('XOF',0,1);
INSERT INTO "currency" VALUES('XPF',0,1);
INSERT INTO "currency" VALUES('AED',2,100);
INSERT INTO "currency" VALUES('AFN',2,100);
INSERT INTO "currency" VALUES('ALL',2,100);
INSERT INTO "currency" VALUES('AMD',2,100);
INSERT INTO "currency" VALUES('AOA',2,100);
INSERT INTO "currency" VALUES('ARS',2,100);
INSERT INTO "currency" VALUES('AUD',2,100);
INSERT INTO "currency" VALUES('AWG',2,100);
INSERT INTO "currency" VALUES('AZN',2,100);
INSERT INTO "currency" VALUES('BAM',2,100);
INSERT INTO "currency" VALUES('BBD',2,100);
INSERT INTO "currency" VALUES('BDT',2,100);
INSERT INTO "currency" VALUES('BGN',2,100);
INSERT INTO "currency" VALUES('BMD',2,100);
INSERT INTO "currency" VALUES('BND',2,100);
INSERT INTO "currency" VALUES('BOB',2,100);
INSERT INTO "currency" VALUES('BRL',2,100);
INSERT INTO "currency" VALUES('BSD',2,100);
INSERT INTO "currency" VALUES('BTN',2,100);
INSERT INTO "currency" VALUES('BWP',2,100);
INSERT INTO "currency" VALUES('BYN',2,100);
INSERT INTO "currency" VALUES('BZD',2,100);
INSERT INTO "currency" VALUES('CAD',2,100);
INSERT INTO "currency" VALUES('CDF',2,100);
INSERT INTO "currency" VALUES('CHF',2,100);
INSERT INTO "currency" VALUES('CNY',2,100);
INSERT INTO "currency" VALUES('COP',2,100);
INSERT INTO "currency" VALUES('CRC',2,100);
INSERT INTO "currency" VALUES('CUP',2,100);
INSERT INTO "currency" VALUES('CVE',2,100);
INSERT INTO "currency" VALUES('CZK',2,100);
INSERT INTO "currency" VALUES('DKK',2,100);
INSERT INTO "currency" VALUES('DOP',2,100);
INSERT INTO "currency" VALUES('DZD',2,100);
INSERT INTO "currency" VALUES('EGP',2,100);
INSERT INTO "currency" VALUES('ERN',2,100);
INSERT INTO "currency" VALUES('ETB',2,100);
INSERT INTO "currency" VALUES('EUR',2,100);
INSERT INTO "currency" VALUES('FJD',2,100);
INSERT INTO "currency" VALUES('FKP',2,100);
INSERT INTO "currency" VALUES('GBP',2,100);
INSERT INTO "currency" VALUES('GEL',2,100);
INSERT INTO "currency" VALUES('GHS',2,100);
INSERT INTO "currency" VALUES('GIP',2,100);
INSERT INTO "currency" VALUES('GMD',2,100);
INSERT INTO "currency" VALUES('GTQ',2,100);
INSERT INTO "currency" VALUES('GYD',2,100);
INSERT INTO "currency" VALUES('HKD',2,100);
INSERT INTO "currency" VALUES('HNL',2,100);
INSERT INTO "currency" VALUES('HTG',2,100);
INSERT INTO "currency" VALUES('HUF',2,100);
INSERT INTO "currency" VALUES('IDR',2,100);
INSERT INTO "currency" VALUES('ILS',2,100);
INSERT INTO "currency" VALUES('INR',2,100);
INSERT INTO "currency" VALUES('IRR',2,100);
INSERT INTO "currency" VALUES('JMD',2,100);
INSERT INTO "currency" VALUES('KES',2,100);
INSERT INTO "currency" VALUES('KGS',2,100);
INSERT INTO "currency" VALUES('KHR',2,100);
INSERT INTO "currency" VALUES('KPW',2,100);
INSERT INTO "currency" VALUES('KYD',2,100);
INSERT INTO "currency" VALUES('KZT',2,100);
INSERT INTO "currency" VALUES('LAK',2,100);
INSERT INTO "currency" VALUES('LBP',2,100);
INSERT INTO "currency" VALUES('LKR',2,100);
INSERT INTO "currency" VALUES('LRD',2,100);
INSERT INTO "currency" VALUES('LSL',2,100);
INSERT INTO "currency" VALUES('MAD',2,100);
INSERT INTO "currency" VALUES('MDL',2,100);
INSERT INTO "currency" VALUES('MGA',2,100);
INSERT INTO "currency" VALUES('MKD',2,100);
INSERT INTO "currency" VALUES('MMK',2,100);
INSERT INTO "currency" VALUES('MNT',2,100);
INSERT INTO "currency" VALUES('MOP',2,100);
INSERT INTO "currency" VALUES('MRU',2,100);
INSERT INTO "currency" VALUES('MUR',2,100);
INSERT INTO "currency" VALUES('MVR',2,100);
INSERT INTO "currency" VALUES('MWK',2,100);
INSERT INTO "currency" VALUES('MXN',2,100);
INSERT INTO "currency" VALUES('MYR',2,100);
INSERT INTO "currency" VALUES('MZN',2,100);
INSERT INTO "currency" VALUES('NAD',2,100);
INSERT INTO "currency" VALUES('NGN',2,100);
INSERT INTO "currency" VALUES('NIO',2,100);
INSERT INTO "currency" VALUES('NOK',2,100);
INSERT INTO "currency" VALUES('NPR',2,100);
INSERT INTO "currency" VALUES('NZD',2,100);
INSERT INTO "currency" VALUES('PAB',2,100);
INSERT INTO "currency" VALUES('PEN',2,100);
INSERT INTO "currency" VALUES('PGK',2,100);
INSERT INTO "currency" VALUES('PHP',2,100);
INSERT INTO "currency" VALUES('PKR',2,100);
INSERT INTO "currency" VALUES('PLN',2,100);
INSERT INTO "currency" VALUES('QAR',2,100);
INSERT INTO "currency" VALUES('RON',2,100);
INSERT INTO "currency" VALUES('RSD',2,100);
INSERT INTO "currency" VALUES('RUB',2,100);
INSERT INTO "currency" VALUES('SAR',2,100);
INSERT INTO "currency" VALUES('SBD',2,100);
INSERT INTO "currency" VALUES('SCR',2,100);
INSERT INTO "currency" VALUES('SDG',2,100);
INSERT INTO "currency" VALUES('SEK',2,100);
INSERT INTO "currency" VALUES('SGD',2,100);
INSERT INTO "currency" VALUES('SHP',2,100);
INSERT INTO "currency" VALUES('SLE',2,100);
INSERT INTO "currency" VALUES('SOS',2,100);
INSERT INTO "currency" VALUES('SRD',2,100);
INSERT INTO "currency" VALUES('SSP',2,100);
INSERT INTO "currency" VALUES('STN',2,100);
INSERT INTO "currency" VALUES('SVC',2,100);
INSERT INTO "currency" VALUES('SYP',2,100);
INSERT INTO "currency" VALUES('SZL',2,100);
INSERT INTO "currency" VALUES('THB',2,100);
INSERT INTO "currency" VALUES('TJS',2,100);
INSERT INTO "currency" VALUES('TMT',2,100);
INSERT INTO "currency" VALUES('TOP',2,100);
INSERT INTO "currency" VALUES('TRY',2,100);
INSERT INTO "currency" VALUES('TTD',2,100);
INSERT INTO "currency" VALUES('TWD',2,100);
INSERT INTO "currency" VALUES('TZS',2,100);
INSERT INTO "currency" VALUES('UAH',2,100);
INSERT INTO "currency" VALUES('USD',2,100);
INSERT INTO "currency" VALUES('UYU',2,100);
INSERT INTO "currency" VALUES('UZS',2,100);
INSERT INTO "currency" VALUES('VED',2,100);
INSERT INTO "currency" VALUES('VES',2,100);
INSERT INTO "currency" VALUES('WST',2,100);
INSERT INTO "currency" VALUES('XCD',2,100);
INSERT INTO "currency" VALUES('YER',2,100);
INSERT INTO "currency" VALUES('ZAR',2,100);
INSERT INTO "currency" VALUES('ZMW',2,100);
INSERT INTO "currency" VALUES('ZWG',2,100);
INSERT INTO "currency" VALUES('BHD',3,1000);
INSERT INTO "currency" VALUES('IQD',3,1000);
INSERT INTO "currency" VALUES('JOD',3,1000);
INSERT INTO "currency" VALUES('KWD',3,1000);
INSERT INTO "currency" VALUES('LYD',3,1000);
INSERT INTO "currency" VALUES('OMR',3,1000);
INSERT INTO "currency" VALUES('TND',3,1000);
INSERT INTO "currency" VALUES('CLF',4,10000);
INSERT INTO "currency" VALUES('UYW',4,10000);
CREATE TABLE external_ref (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	FOREIGN KEY(step) REFERENCES journal_step (id), 
	CONSTRAINT external_ref_is_unique UNIQUE (kind, source, external_id)
);
CREATE TABLE forecast_call (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	contract_id INTEGER NOT NULL, 
	renews_on DATE NOT NULL, 
	called_on DATE NOT NULL, 
	category VARCHAR NOT NULL, 
	flat_category VARCHAR, 
	arr_minor INTEGER NOT NULL, 
	currency VARCHAR NOT NULL, 
	evidence VARCHAR, 
	reason VARCHAR, 
	owner VARCHAR, 
	CONSTRAINT category_is_known CHECK (category IN ('commit', 'likely', 'risk', 'omitted')), 
	CONSTRAINT flat_category_is_known CHECK (flat_category IN ('commit', 'likely', 'risk', 'omitted')), 
	CONSTRAINT a_called_amount_is_not_negative CHECK (arr_minor >= 0), 
	CONSTRAINT called_on_is_a_day CHECK (date(called_on) IS called_on), 
	CONSTRAINT renews_on_is_a_day CHECK (date(renews_on) IS renews_on), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(contract_id) REFERENCES contract (id), 
	FOREIGN KEY(currency) REFERENCES currency (code), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE forgotten (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    salt VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    forgotten_on DATE NOT NULL,
    CONSTRAINT forgotten_on_is_a_day CHECK (date(forgotten_on) IS forgotten_on)
);
CREATE TABLE health_override (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    set_on DATE NOT NULL,
    until_on DATE NOT NULL,
    lifted_on DATE,
    band VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    CONSTRAINT band_is_known CHECK (band IN ('green', 'yellow', 'red')),
    CONSTRAINT why_is_filled CHECK (trim(why) <> ''),
    CONSTRAINT set_on_is_a_day CHECK (date(set_on) IS set_on),
    CONSTRAINT until_on_is_a_day CHECK (date(until_on) IS until_on),
    CONSTRAINT lifted_on_is_a_day CHECK (date(lifted_on) IS lifted_on),
    CONSTRAINT it_ends_after_it_begins CHECK (until_on >= set_on),
    FOREIGN KEY(step) REFERENCES journal_step (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE TABLE health_snapshot (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER, 
	account_id INTEGER NOT NULL, 
	computed_on DATE NOT NULL, 
	score FLOAT, 
	band VARCHAR NOT NULL, 
	coverage FLOAT NOT NULL, 
	scorecard VARCHAR NOT NULL, 
	inputs VARCHAR DEFAULT '{}' NOT NULL, 
	fingerprint VARCHAR, 
	CONSTRAINT band_is_known CHECK (band IN ('green', 'yellow', 'red', 'grey')), 
	CONSTRAINT computed_on_is_a_day CHECK (date(computed_on) IS computed_on), 
	CONSTRAINT inputs_is_json CHECK (inputs IN ('[]', '{}') OR json_valid(inputs)), 
	CONSTRAINT a_score_is_of_100 CHECK (score BETWEEN 0 AND 100 AND coverage BETWEEN 0 AND 100), 
	FOREIGN KEY(step) REFERENCES journal_step (id), 
	CONSTRAINT one_snapshot_a_day UNIQUE (account_id, computed_on)
);
CREATE TABLE journal_change (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	table_name VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	account_id INTEGER, 
	kind VARCHAR NOT NULL, 
	"before" VARCHAR, 
	"after" VARCHAR, 
	CONSTRAINT kind_is_known CHECK (kind IN ('insert', 'update', 'delete')), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE journal_step (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at_utc VARCHAR NOT NULL, 
	command VARCHAR NOT NULL, 
	user VARCHAR NOT NULL, 
	host VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	undone_at_utc VARCHAR, 
	undone_no INTEGER, 
	CONSTRAINT at_utc_is_an_instant CHECK (strftime('%Y-%m-%dT%H:%M:%SZ', at_utc) IS at_utc), 
	CONSTRAINT undone_at_utc_is_an_instant CHECK (strftime('%Y-%m-%dT%H:%M:%SZ', undone_at_utc) IS undone_at_utc)
);
CREATE TABLE measurement (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	metric VARCHAR NOT NULL, 
	measured_on DATE NOT NULL, 
	value FLOAT, 
	word VARCHAR, 
	CONSTRAINT metric_is_filled CHECK (trim(metric) <> ''), 
	CONSTRAINT a_number_or_a_word CHECK ((value IS NULL) <> (word IS NULL)), 
	CONSTRAINT word_is_filled CHECK (trim(word) <> ''), 
	CONSTRAINT measured_on_is_a_day CHECK (date(measured_on) IS measured_on), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(step) REFERENCES journal_step (id), 
	CONSTRAINT one_value_a_day UNIQUE (account_id, metric, measured_on)
);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE milestone (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    created_on DATE NOT NULL,
    changed_on DATE NOT NULL,
    shared BOOLEAN DEFAULT 1 NOT NULL,
    title VARCHAR NOT NULL,
    side VARCHAR NOT NULL,
    owner VARCHAR,
    kind VARCHAR,
    objective_id INTEGER,
    depends_on VARCHAR DEFAULT '[]' NOT NULL,
    planned_on DATE,
    due_on DATE,
    done_on DATE,
    confirmed_by VARCHAR,
    missed_on DATE,
    because VARCHAR,
    change VARCHAR,
    dropped_on DATE,
    CONSTRAINT title_is_filled CHECK (trim(title) <> ''),
    CONSTRAINT side_is_known CHECK (side IN ('us', 'them', 'both')),
    CONSTRAINT kind_is_known CHECK (kind IN ('kickoff', 'technical', 'first-use', 'first-value', 'go-live', 'graduation', 'renewal-ready')),
    CONSTRAINT created_on_is_a_day CHECK (date(created_on) IS created_on),
    CONSTRAINT changed_on_is_a_day CHECK (date(changed_on) IS changed_on),
    CONSTRAINT planned_on_is_a_day CHECK (date(planned_on) IS planned_on),
    CONSTRAINT due_on_is_a_day CHECK (date(due_on) IS due_on),
    CONSTRAINT done_on_is_a_day CHECK (date(done_on) IS done_on),
    CONSTRAINT missed_on_is_a_day CHECK (date(missed_on) IS missed_on),
    CONSTRAINT dropped_on_is_a_day CHECK (date(dropped_on) IS dropped_on),
    CONSTRAINT what_was_missed_says_why CHECK (missed_on IS NULL OR because IS NOT NULL),
    CONSTRAINT depends_on_is_json CHECK (depends_on IN ('[]', '{}') OR json_valid(depends_on)),
    FOREIGN KEY(step) REFERENCES journal_step (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(objective_id) REFERENCES objective (id)
);
CREATE TABLE note (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	noted_on DATE NOT NULL, 
	text VARCHAR NOT NULL, 
	CONSTRAINT text_is_filled CHECK (trim(text) <> ''), 
	CONSTRAINT noted_on_is_a_day CHECK (date(noted_on) IS noted_on), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE objective (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    created_on DATE NOT NULL,
    changed_on DATE NOT NULL,
    shared BOOLEAN DEFAULT 1 NOT NULL,
    quote VARCHAR NOT NULL,
    said_by VARCHAR,
    said_on DATE,
    measure VARCHAR,
    unit VARCHAR,
    baseline FLOAT,
    target FLOAT,
    due_on DATE,
    evidence VARCHAR,
    cadence VARCHAR,
    done_on DATE,
    dropped_on DATE,
    because VARCHAR,
    CONSTRAINT quote_is_filled CHECK (trim(quote) <> ''),
    CONSTRAINT created_on_is_a_day CHECK (date(created_on) IS created_on),
    CONSTRAINT changed_on_is_a_day CHECK (date(changed_on) IS changed_on),
    CONSTRAINT said_on_is_a_day CHECK (date(said_on) IS said_on),
    CONSTRAINT due_on_is_a_day CHECK (date(due_on) IS due_on),
    CONSTRAINT done_on_is_a_day CHECK (date(done_on) IS done_on),
    CONSTRAINT dropped_on_is_a_day CHECK (date(dropped_on) IS dropped_on),
    FOREIGN KEY(step) REFERENCES journal_step (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE TABLE opportunity (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	opportunity VARCHAR NOT NULL, 
	kind VARCHAR, 
	stage VARCHAR, 
	amount_minor INTEGER, 
	amount_means VARCHAR, 
	currency VARCHAR, 
	close_on DATE, 
	category VARCHAR, 
	won BOOLEAN, 
	custom VARCHAR DEFAULT '{}' NOT NULL, 
	CONSTRAINT amount_means_is_known CHECK (amount_means IN ('arr', 'mrr', 'tcv')), 
	CONSTRAINT kind_is_known CHECK (kind IN ('renewal', 'expansion', 'new')), 
	CONSTRAINT close_on_is_a_day CHECK (date(close_on) IS close_on), 
	CONSTRAINT custom_is_json CHECK (custom IN ('[]', '{}') OR json_valid(custom)), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(currency) REFERENCES currency (code), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE progress (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    objective_id INTEGER NOT NULL,
    measured_on DATE NOT NULL,
    value FLOAT NOT NULL,
    evidence VARCHAR,
    CONSTRAINT measured_on_is_a_day CHECK (date(measured_on) IS measured_on),
    CONSTRAINT one_reading_a_day UNIQUE (objective_id, measured_on),
    FOREIGN KEY(step) REFERENCES journal_step (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(objective_id) REFERENCES objective (id)
);
CREATE TABLE rate (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	currency VARCHAR NOT NULL, 
	in_currency VARCHAR NOT NULL, 
	rated_on DATE NOT NULL, 
	rate VARCHAR NOT NULL, 
	CONSTRAINT a_rate_is_positive CHECK (CAST(rate AS REAL) > 0), 
	CONSTRAINT a_rate_is_between_two_currencies CHECK (currency <> in_currency), 
	CONSTRAINT rated_on_is_a_day CHECK (date(rated_on) IS rated_on), 
	FOREIGN KEY(currency) REFERENCES currency (code), 
	FOREIGN KEY(in_currency) REFERENCES currency (code), 
	FOREIGN KEY(step) REFERENCES journal_step (id), 
	CONSTRAINT one_rate_a_day UNIQUE (currency, in_currency, rated_on)
);
CREATE TABLE risk (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    created_on DATE NOT NULL,
    changed_on DATE NOT NULL,
    title VARCHAR NOT NULL,
    cause VARCHAR,
    likelihood VARCHAR,
    impact VARCHAR,
    mitigation VARCHAR,
    owner VARCHAR,
    due_on DATE,
    closed_on DATE,
    because VARCHAR,
    shared BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT title_is_filled CHECK (trim(title) <> ''),
    CONSTRAINT likelihood_is_known CHECK (likelihood IN ('low', 'medium', 'high')),
    CONSTRAINT impact_is_known CHECK (impact IN ('low', 'medium', 'high')),
    CONSTRAINT created_on_is_a_day CHECK (date(created_on) IS created_on),
    CONSTRAINT changed_on_is_a_day CHECK (date(changed_on) IS changed_on),
    CONSTRAINT due_on_is_a_day CHECK (date(due_on) IS due_on),
    CONSTRAINT closed_on_is_a_day CHECK (date(closed_on) IS closed_on),
    FOREIGN KEY(step) REFERENCES journal_step (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE TABLE sent (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	digest VARCHAR NOT NULL, 
	owner VARCHAR DEFAULT '' NOT NULL, 
	period VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	recipient VARCHAR DEFAULT '' NOT NULL, 
	part INTEGER DEFAULT 1 NOT NULL, 
	parts INTEGER DEFAULT 1 NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	tries INTEGER DEFAULT 0 NOT NULL, 
	claimed_at_utc VARCHAR NOT NULL, 
	done_at_utc VARCHAR, 
	error VARCHAR, 
	items VARCHAR DEFAULT '[]' NOT NULL, 
	CONSTRAINT state_is_known CHECK (state IN ('claimed', 'sent', 'accepted', 'empty', 'failed')), 
	CONSTRAINT parts_are_counted CHECK (part BETWEEN 1 AND parts AND tries >= 0), 
	CONSTRAINT items_is_json CHECK (items IN ('[]', '{}') OR json_valid(items)), 
	CONSTRAINT claimed_at_utc_is_an_instant CHECK (strftime('%Y-%m-%dT%H:%M:%SZ', claimed_at_utc) IS claimed_at_utc), 
	CONSTRAINT done_at_utc_is_an_instant CHECK (strftime('%Y-%m-%dT%H:%M:%SZ', done_at_utc) IS done_at_utc), 
	CONSTRAINT a_part_is_sent_once UNIQUE (digest, owner, period, channel, recipient, part)
);
CREATE TABLE sentiment (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    felt_on DATE NOT NULL,
    mood VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    contact VARCHAR,
    CONSTRAINT mood_is_known CHECK (mood IN ('green', 'yellow', 'red')),
    CONSTRAINT why_is_filled CHECK (trim(why) <> ''),
    CONSTRAINT felt_on_is_a_day CHECK (date(felt_on) IS felt_on),
    FOREIGN KEY(step) REFERENCES journal_step (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE TABLE survey (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	contact VARCHAR, 
	kind VARCHAR NOT NULL, 
	score FLOAT NOT NULL, 
	answered_on DATE NOT NULL, 
	comment VARCHAR, 
	custom VARCHAR DEFAULT '{}' NOT NULL, 
	CONSTRAINT kind_is_known CHECK (kind IN ('nps', 'csat', 'ces')), 
	CONSTRAINT answered_on_is_a_day CHECK (date(answered_on) IS answered_on), 
	CONSTRAINT custom_is_json CHECK (custom IN ('[]', '{}') OR json_valid(custom)), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE task (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER, 
	title VARCHAR NOT NULL, 
	owner VARCHAR, 
	created_on DATE NOT NULL, 
	due_on DATE, 
	done_on DATE, 
	snoozes INTEGER DEFAULT 0 NOT NULL, 
	contract_id INTEGER, 
	clock_step VARCHAR, 
	dropped_on DATE, 
	every VARCHAR, 
	anchor_on DATE, 
	because VARCHAR, 
	CONSTRAINT what_comes_again_has_its_first_day CHECK ((every IS NULL) = (anchor_on IS NULL)), 
	CONSTRAINT anchor_on_is_a_day CHECK (date(anchor_on) IS anchor_on),
	CONSTRAINT a_clock_step_is_of_a_contract CHECK (clock_step IS NULL OR contract_id IS NOT NULL), 
	CONSTRAINT dropped_on_is_a_day CHECK (date(dropped_on) IS dropped_on), 
	FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT title_is_filled CHECK (trim(title) <> ''), 
	CONSTRAINT created_on_is_a_day CHECK (date(created_on) IS created_on), 
	CONSTRAINT done_on_is_a_day CHECK (date(done_on) IS done_on), 
	CONSTRAINT due_on_is_a_day CHECK (date(due_on) IS due_on), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(step) REFERENCES journal_step (id)
);
CREATE TABLE ticket (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	ticket VARCHAR NOT NULL, 
	subject VARCHAR, 
	type VARCHAR, 
	priority VARCHAR, 
	opened_at_utc VARCHAR NOT NULL, 
	first_reply_at_utc VARCHAR, 
	resolved_at_utc VARCHAR, 
	closed_at_utc VARCHAR, 
	reopened_at_utc VARCHAR, 
	contacts_count INTEGER, 
	status VARCHAR, 
	csat FLOAT, 
	custom VARCHAR DEFAULT '{}' NOT NULL, 
	because VARCHAR, 
	change VARCHAR, 
	CONSTRAINT closed_at_utc_is_an_instant CHECK (strftime('%Y-%m-%dT%H:%M:%SZ', closed_at_utc) IS closed_at_utc), 
	CONSTRAINT first_reply_at_utc_is_an_instant CHECK (strftime('%Y-%m-%dT%H:%M:%SZ', first_reply_at_utc) IS first_reply_at_utc), 
	CONSTRAINT opened_at_utc_is_an_instant CHECK (strftime('%Y-%m-%dT%H:%M:%SZ', opened_at_utc) IS opened_at_utc), 
	CONSTRAINT reopened_at_utc_is_an_instant CHECK (strftime('%Y-%m-%dT%H:%M:%SZ', reopened_at_utc) IS reopened_at_utc), 
	CONSTRAINT resolved_at_utc_is_an_instant CHECK (strftime('%Y-%m-%dT%H:%M:%SZ', resolved_at_utc) IS resolved_at_utc), 
	CONSTRAINT custom_is_json CHECK (custom IN ('[]', '{}') OR json_valid(custom)), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(step) REFERENCES journal_step (id), 
	CONSTRAINT one_ticket_of_a_number UNIQUE (account_id, ticket)
);
CREATE TABLE value_item (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    created_on DATE NOT NULL,
    changed_on DATE NOT NULL,
    shared BOOLEAN DEFAULT 1 NOT NULL,
    title VARCHAR NOT NULL,
    objective_id INTEGER,
    unit VARCHAR,
    baseline FLOAT,
    current FLOAT,
    measured_on DATE,
    unit_value_minor INTEGER,
    currency VARCHAR,
    per VARCHAR,
    evidence VARCHAR,
    agreed_by VARCHAR,
    agreed_on DATE,
    dropped_on DATE,
    CONSTRAINT title_is_filled CHECK (trim(title) <> ''),
    CONSTRAINT per_is_known CHECK (per IN ('once', 'month', 'quarter', 'year')),
    CONSTRAINT created_on_is_a_day CHECK (date(created_on) IS created_on),
    CONSTRAINT changed_on_is_a_day CHECK (date(changed_on) IS changed_on),
    CONSTRAINT measured_on_is_a_day CHECK (date(measured_on) IS measured_on),
    CONSTRAINT agreed_on_is_a_day CHECK (date(agreed_on) IS agreed_on),
    CONSTRAINT dropped_on_is_a_day CHECK (date(dropped_on) IS dropped_on),
    CONSTRAINT a_unit_value_has_its_currency CHECK ((unit_value_minor IS NULL) = (currency IS NULL)),
    CONSTRAINT an_agreement_has_its_day CHECK ((agreed_by IS NULL) = (agreed_on IS NULL)),
    FOREIGN KEY(step) REFERENCES journal_step (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(objective_id) REFERENCES objective (id),
    FOREIGN KEY(currency) REFERENCES currency (code)
);
CREATE TABLE waiting (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	step INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	account_ref VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	"row" VARCHAR NOT NULL, 
	CONSTRAINT row_is_json CHECK (row IN ('[]', '{}') OR json_valid(row)), 
	FOREIGN KEY(step) REFERENCES journal_step (id), 
	CONSTRAINT waiting_is_unique UNIQUE (kind, source, external_id)
);
CREATE INDEX external_ref_row ON external_ref (kind, row_id);
CREATE INDEX journal_change_account ON journal_change (account_id);
CREATE INDEX journal_change_row ON journal_change (table_name, row_id);
CREATE INDEX journal_change_step ON journal_change (step);
CREATE INDEX waiting_account ON waiting (source, account_ref);
CREATE INDEX alias_account ON alias (account_id);
CREATE INDEX alias_folded ON alias (folded);
CREATE INDEX note_account ON note (account_id);
CREATE INDEX opportunity_account ON opportunity (account_id);
CREATE INDEX survey_account ON survey (account_id, kind, answered_on);
CREATE INDEX contract_account ON contract (account_id);
CREATE INDEX contract_renewed_by ON contract (renewed_by_id);
CREATE UNIQUE INDEX account_key ON account (key_folded);
CREATE INDEX account_name ON account (name_folded);
CREATE INDEX account_parent ON account (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX forecast_call_account ON forecast_call (account_id);
CREATE INDEX forecast_call_contract ON forecast_call (contract_id, called_on);
CREATE INDEX contact_account ON contact (account_id);
CREATE INDEX activity_account ON activity (account_id, happened_on);
CREATE INDEX task_account ON task (account_id);
CREATE INDEX task_contract ON task (contract_id) WHERE contract_id IS NOT NULL;
CREATE INDEX sentiment_account ON sentiment (account_id, felt_on);
CREATE INDEX objective_account ON objective (account_id);
CREATE INDEX progress_account ON progress (account_id);
CREATE INDEX milestone_account ON milestone (account_id);
CREATE INDEX commitment_account ON commitment (account_id);
CREATE INDEX risk_account ON risk (account_id);
CREATE INDEX value_item_account ON value_item (account_id);
CREATE INDEX health_override_account ON health_override (account_id);
CREATE VIRTUAL TABLE search USING fts5(folded, tokenize = 'unicode61 remove_diacritics 0');
