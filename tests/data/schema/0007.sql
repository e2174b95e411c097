BEGIN TRANSACTION;
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
INSERT INTO "account" VALUES(1,1,'ACME','acme','Acme','acme',NULL,NULL,NULL,'lee',NULL,NULL,NULL,NULL,'USD',NULL,NULL,NULL,NULL,NULL,NULL,'["key"]','{"Mood": "fine"}',NULL);
INSERT INTO "account" VALUES(2,1,'ACME-EU','acme-eu','Acmé Øst 北','acme-eu',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'[]','{}',NULL);
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
INSERT INTO "activity" VALUES(1,1,1,'call','2026-11-23','ROI',NULL,NULL,'["Jo Park"]','{}',0);
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
INSERT INTO "alias" VALUES(1,1,1,'Acme Inc','acme inc');
CREATE TABLE changed_elsewhere (
	table_name VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	step INTEGER, 
	PRIMARY KEY (table_name, row_id)
);
INSERT INTO "changed_elsewhere" VALUES('survey',1,1);
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
INSERT INTO "commitment" VALUES(1,1,1,'2026-11-23','2026-11-23',1,'us','fix SSO',NULL,1,'2026-11-23',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "contact" VALUES(1,1,1,'Jo Park','jo park',NULL,NULL,'["sponsor"]','supporter',NULL,NULL,NULL,NULL,'{}',NULL,NULL);
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
INSERT INTO "contract" VALUES(1,1,1,'','Core','2026-01-01','2027-01-01','2026-01-01',12,NULL,1200000,12,NULL,'USD',NULL,1,60,'calendar','renewal-day',NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-02',2,0,'[]','{}',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "contract" VALUES(2,1,1,'','Core','2027-01-01','2028-01-01','2027-01-01',12,NULL,1200000,12,NULL,'USD',NULL,0,NULL,'calendar','renewal-day',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'["starts_on"]','{}',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "external_ref" VALUES(1,1,'accounts','crm','001',1);
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
INSERT INTO "forecast_call" VALUES(1,1,1,1,'2027-01-01','2026-11-23','likely',NULL,5,'USD','mail of 20 Nov',NULL,NULL);
CREATE TABLE forgotten (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    salt VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    forgotten_on DATE NOT NULL,
    CONSTRAINT forgotten_on_is_a_day CHECK (date(forgotten_on) IS forgotten_on)
);
INSERT INTO "forgotten" VALUES(1,'5a17','9f3c','2026-11-23');
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
INSERT INTO "health_override" VALUES(1,1,1,'2026-11-23','2026-12-04',NULL,'yellow','the board decides on Friday');
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
INSERT INTO "health_snapshot" VALUES(1,1,1,'2026-11-23',81.25,'green',90.0,'default','{}','9f3c');
INSERT INTO "health_snapshot" VALUES(2,NULL,1,'2026-11-22',81.25,'green',90.0,'default','{}',NULL);
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
INSERT INTO "journal_change" VALUES(1,2,'account',1,1,'update','{"id":1,"step":1,"key":"ACME","key_folded":"acme","name":"Acme","name_folded":"acme","domain":null,"segment":null,"stage":null,"owner":null,"industry":null,"region":null,"country":null,"timezone":null,"currency":"USD","customer_since":null,"kickoff_on":null,"live_on":null,"activated_on":null,"archived_on":null,"parent_id":null,"tags":"[\"key\"]","custom":"{\"Mood\": \"fine\"}","merged_into_id":null}','{"id":1,"step":1,"key":"ACME","key_folded":"acme","name":"Acme","name_folded":"acme","domain":null,"segment":null,"stage":null,"owner":"lee","industry":null,"region":null,"country":null,"timezone":null,"currency":"USD","customer_since":null,"kickoff_on":null,"live_on":null,"activated_on":null,"archived_on":null,"parent_id":null,"tags":"[\"key\"]","custom":"{\"Mood\": \"fine\"}","merged_into_id":null}');
INSERT INTO "journal_change" VALUES(2,3,'task',3,NULL,'insert',NULL,'{"id":3,"step":3,"account_id":null,"title":"taken back","owner":null,"created_on":"2026-11-23","due_on":null,"done_on":null,"snoozes":0,"contract_id":null,"clock_step":null,"dropped_on":null,"every":null,"anchor_on":null,"because":null}');
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
INSERT INTO "journal_step" VALUES(1,'2026-11-23T07:02:00Z','cs import everything','me','laptop','0.1.0',NULL,NULL);
INSERT INTO "journal_step" VALUES(2,'2026-11-23T07:02:00Z','cs account edit ACME --owner lee','me','laptop','0.1.0',NULL,NULL);
INSERT INTO "journal_step" VALUES(3,'2026-11-23T07:02:00Z','cs task taken back','me','laptop','0.1.0','2026-11-23T07:02:00Z',1);
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
INSERT INTO "measurement" VALUES(1,1,1,'logins','2026-11-23',3.00000000000000044408e-01,NULL);
INSERT INTO "measurement" VALUES(2,1,1,'invoice_status','2026-11-23',NULL,'overdue');
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','7');
INSERT INTO "meta" VALUES('views','62267f42');
INSERT INTO "meta" VALUES('program','0.1.0');
INSERT INTO "meta" VALUES('ours','accounts contracts renewals contacts measurements tickets surveys activities opportunities forecast_calls rates tasks notes sentiments objectives progress_readings milestones commitments risks value_items health health_history health_overrides deliveries history auto_renew_switches touched waiting_rows account_update_elsewhere account_delete_elsewhere alias_update_elsewhere alias_delete_elsewhere external_ref_update_elsewhere external_ref_delete_elsewhere waiting_update_elsewhere waiting_delete_elsewhere contact_update_elsewhere contact_delete_elsewhere contract_update_elsewhere contract_delete_elsewhere opportunity_update_elsewhere opportunity_delete_elsewhere forecast_call_update_elsewhere forecast_call_delete_elsewhere rate_update_elsewhere rate_delete_elsewhere measurement_update_elsewhere measurement_delete_elsewhere ticket_update_elsewhere ticket_delete_elsewhere survey_update_elsewhere survey_delete_elsewhere activity_update_elsewhere activity_delete_elsewhere task_update_elsewhere task_delete_elsewhere note_update_elsewhere note_delete_elsewhere sentiment_update_elsewhere sentiment_delete_elsewhere objective_update_elsewhere objective_delete_elsewhere progress_update_elsewhere progress_delete_elsewhere milestone_update_elsewhere milestone_delete_elsewhere commitment_update_elsewhere commitment_delete_elsewhere risk_update_elsewhere risk_delete_elsewhere value_item_update_elsewhere value_item_delete_elsewhere health_override_update_elsewhere health_override_delete_elsewhere health_snapshot_update_elsewhere health_snapshot_delete_elsewhere');
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
INSERT INTO "milestone" VALUES(1,1,1,'2026-11-23','2026-11-23',1,'EU go-live','us',NULL,'go-live',1,'[]',NULL,'2026-11-23',NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "note" VALUES(1,1,1,'2026-11-23','likes short decks');
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
INSERT INTO "objective" VALUES(1,1,1,'2026-11-23','2026-11-23',1,'Plan in a day, not a week',NULL,NULL,NULL,'days',5.0,1.0,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "opportunity" VALUES(1,1,1,'Renewal 2027','renewal',NULL,5,NULL,'USD',NULL,NULL,NULL,'{}');
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
INSERT INTO "progress" VALUES(1,1,1,1,'2026-11-23',2.5,NULL);
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
INSERT INTO "rate" VALUES(1,1,'EUR','USD','2026-11-23','1.0821');
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
INSERT INTO "risk" VALUES(1,1,1,'2026-11-23','2026-11-23','the sponsor leaves',NULL,'low','high',NULL,NULL,NULL,NULL,NULL,0);
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
INSERT INTO "sent" VALUES(1,'daily','','2026-11-23','mail','ann@acme.example',1,1,'9f3c','sent',0,'2026-11-23T07:02:00Z','2026-11-23T07:02:00Z',NULL,'[]');
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
INSERT INTO "sentiment" VALUES(1,1,1,'2026-11-23','yellow','the CFO asks for ROI',NULL);
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
INSERT INTO "survey" VALUES(1,1,1,NULL,'nps',9.0,'2026-11-23','typed elsewhere','{}');
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
INSERT INTO "task" VALUES(1,1,1,'send the deck',NULL,'2026-11-23',NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "task" VALUES(2,1,1,'proposal',NULL,'2026-11-23',NULL,NULL,0,1,'proposal','2026-11-23',NULL,NULL,NULL);
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
INSERT INTO "ticket" VALUES(1,1,1,'4417',NULL,NULL,NULL,'2026-11-06T09:00:00Z',NULL,NULL,NULL,NULL,NULL,NULL,4.5,'{}','A release','A test');
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
INSERT INTO "value_item" VALUES(1,1,1,'2026-11-23','2026-11-23',1,'planning days saved',NULL,'days',5.0,2.5,NULL,40000,'USD','month',NULL,NULL,NULL,NULL);
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
INSERT INTO "waiting" VALUES(1,1,'contacts','crm','002','003','{"name": "Sam"}');
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
CREATE VIEW accounts AS
SELECT a.key AS account, a.name, a.domain, a.segment, a.stage, a.owner, a.industry, a.region, a.country, a.timezone,
  a.currency, a.customer_since, a.kickoff_on, a.live_on, a.activated_on, p.key AS parent, a.tags,
  (SELECT r.source FROM external_ref r WHERE r.kind = 'accounts' AND r.row_id = a.id ORDER BY r.id LIMIT 1) AS source,
  (SELECT r.external_id FROM external_ref r WHERE r.kind = 'accounts' AND r.row_id = a.id ORDER BY r.id LIMIT 1)
    AS external_id,
  (SELECT json_group_array(l.name) FROM alias l WHERE l.account_id = a.id) AS aliases,
  a.archived_on, m.key AS merged_into, a.custom, a.name_folded, a.id AS account_id
FROM account a LEFT JOIN account p ON p.id = a.parent_id LEFT JOIN account m ON m.id = a.merged_into_id;
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
CREATE VIEW renewals AS
SELECT account, name, contract, product, owner, segment, term, term_months, auto_renew, notice_days, starts_on,
  renews_on, opt_out_on, arr, currency, notice_kind, notice_basis, renewal_months, opt_out_every_months, anchor_on,
  arr_minor, status, decided_on, notice_received_on, next_starts_on, next_known_on, account_id, contract_id
FROM contracts
WHERE renews_on IS NOT NULL AND outcome IS NULL AND archived_on IS NULL AND (status IS NULL OR status = 'active');
CREATE VIEW contacts AS
SELECT a.key AS account, c.name, c.email, c.title, c.roles, c.stance, c.influence, c.sentiment, c.reports_to, c.phone,
  c.left_on, c.bounced_on,
  (SELECT r.source FROM external_ref r WHERE r.kind = 'contacts' AND r.row_id = c.id ORDER BY r.id LIMIT 1) AS source,
  (SELECT r.external_id FROM external_ref r WHERE r.kind = 'contacts' AND r.row_id = c.id ORDER BY r.id LIMIT 1)
    AS external_id,
  c.custom, c.name_folded, c.account_id, c.id AS contact_id
FROM contact c JOIN account a ON a.id = c.account_id;
CREATE VIEW measurements AS
SELECT a.key AS account, m.metric, m.measured_on AS "on", m.value, m.word, m.account_id
FROM measurement m JOIN account a ON a.id = m.account_id;
CREATE VIEW tickets AS
SELECT a.key AS account, t.ticket, t.subject, t.type, t.priority, t.opened_at_utc AS opened_at,
  t.first_reply_at_utc AS first_reply_at, t.resolved_at_utc AS resolved_at, t.closed_at_utc AS closed_at,
  t.reopened_at_utc AS reopened_at, t.contacts_count, t.status, t.csat, t.because, t.change,
  (SELECT r.source FROM external_ref r WHERE r.kind = 'tickets' AND r.row_id = t.id ORDER BY r.id LIMIT 1) AS source,
  (SELECT r.external_id FROM external_ref r WHERE r.kind = 'tickets' AND r.row_id = t.id ORDER BY r.id LIMIT 1)
    AS external_id,
  t.custom, t.account_id
FROM ticket t JOIN account a ON a.id = t.account_id;
CREATE VIEW surveys AS
SELECT a.key AS account, s.contact, s.kind, s.score, s.answered_on AS "on", s.comment, s.custom, s.account_id
FROM survey s JOIN account a ON a.id = s.account_id;
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
CREATE VIEW opportunities AS
SELECT a.key AS account, o.opportunity, o.kind, o.stage, o.amount_minor * 1.0 / u.unit AS amount, o.amount_means,
  o.currency, o.close_on, o.category, o.won,
  (SELECT r.source FROM external_ref r WHERE r.kind = 'opportunities' AND r.row_id = o.id ORDER BY r.id LIMIT 1)
    AS source,
  (SELECT r.external_id FROM external_ref r WHERE r.kind = 'opportunities' AND r.row_id = o.id ORDER BY r.id LIMIT 1)
    AS external_id,
  o.amount_minor, o.custom, o.account_id
FROM opportunity o JOIN account a ON a.id = o.account_id LEFT JOIN currency u ON u.code = o.currency;
CREATE VIEW forecast_calls AS
SELECT a.key AS account, c.contract, c.product, f.called_on AS "on", f.renews_on, f.category, f.flat_category,
  f.arr_minor * 1.0 / u.unit AS arr, f.currency, f.evidence, f.reason, f.owner, f.arr_minor, f.account_id, f.contract_id,
  f.id AS call_id
FROM forecast_call f JOIN account a ON a.id = f.account_id JOIN contract c ON c.id = f.contract_id
  JOIN currency u ON u.code = f.currency;
CREATE VIEW rates AS
SELECT r.currency, r.in_currency, r.rated_on AS "on", r.rate
FROM rate r;
CREATE VIEW tasks AS
SELECT 't' || t.id AS task, a.key AS account, t.title, t.owner, t.created_on, t.due_on, t.done_on, t.snoozes,
  t.dropped_on, coalesce(nullif(c.contract, ''), c.product) AS contract, c.starts_on AS contract_starts_on, t.clock_step,
  t.every, t.anchor_on, t.because,
  a.name, t.account_id, t.contract_id, t.id AS task_id
FROM task t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN contract c ON c.id = t.contract_id;
CREATE VIEW notes AS
SELECT a.key AS account, n.noted_on AS "on", n.text, n.account_id
FROM note n JOIN account a ON a.id = n.account_id;
CREATE VIEW sentiments AS
SELECT a.key AS account, s.felt_on AS "on", s.mood, s.why, s.contact, s.account_id, s.id AS sentiment_id
FROM sentiment s JOIN account a ON a.id = s.account_id;
CREATE VIEW objectives AS
SELECT 'o' || o.id AS number, a.key AS account, o.quote, o.said_by, o.said_on, o.measure, o.unit, o.baseline, o.target,
  o.due_on, o.evidence, o.cadence, o.done_on, o.dropped_on, o.because, o.shared, o.created_on, o.changed_on, a.name,
  o.account_id, o.id AS objective_id
FROM objective o JOIN account a ON a.id = o.account_id;
CREATE VIEW progress_readings AS
SELECT a.key AS account, 'o' || p.objective_id AS objective, p.measured_on AS "on", p.value, p.evidence, p.account_id,
  p.objective_id
FROM progress p JOIN account a ON a.id = p.account_id;
CREATE VIEW milestones AS
SELECT 'm' || m.id AS number, a.key AS account, m.title, m.side, m.owner, m.kind, 'o' || m.objective_id AS objective,
  m.depends_on, m.planned_on, m.due_on, m.done_on, m.confirmed_by, m.missed_on, m.because, m.change, m.dropped_on,
  m.shared, m.created_on, m.changed_on, a.name, m.account_id, m.objective_id, m.id AS milestone_id
FROM milestone m JOIN account a ON a.id = m.account_id;
CREATE VIEW commitments AS
SELECT 'c' || c.id AS number, a.key AS account, c.side, c.promise, c.owner, c.due_on, c.done_on, c.missed_on, c.because,
  c.change, c.dropped_on, 'a' || c.activity_id AS activity, c.shared, c.created_on, c.changed_on, a.name, c.account_id,
  c.activity_id, c.id AS commitment_id
FROM commitment c JOIN account a ON a.id = c.account_id;
CREATE VIEW risks AS
SELECT 'r' || r.id AS number, a.key AS account, r.title, r.cause, r.likelihood, r.impact, r.mitigation, r.owner, r.due_on,
  r.closed_on, r.because, r.shared, r.created_on, r.changed_on, a.name, r.account_id, r.id AS risk_id
FROM risk r JOIN account a ON a.id = r.account_id;
CREATE VIEW value_items AS
SELECT 'v' || v.id AS number, a.key AS account, v.title, 'o' || v.objective_id AS objective, v.unit, v.baseline,
  v.current, v.measured_on, v.unit_value_minor * 1.0 / u.unit AS unit_value, v.currency, v.per, v.evidence, v.agreed_by,
  v.agreed_on, v.dropped_on, v.shared, v.created_on, v.changed_on, a.name, v.unit_value_minor, v.account_id,
  v.objective_id, v.id AS value_id
FROM value_item v JOIN account a ON a.id = v.account_id LEFT JOIN currency u ON u.code = v.currency;
CREATE VIEW health AS
SELECT a.key AS account, h.computed_on AS "on", h.score, h.band, h.coverage, h.scorecard, h.fingerprint,
  h.inputs, iif(h.step IS NULL, 'digest', 'import') AS said_by, h.account_id
FROM health_snapshot h JOIN account a ON a.id = h.account_id
WHERE h.computed_on = (SELECT max(l.computed_on) FROM health_snapshot l WHERE l.account_id = h.account_id);
CREATE VIEW health_history AS
SELECT a.key AS account, h.computed_on AS "on", h.score, h.band, h.coverage, h.scorecard, h.fingerprint,
  h.inputs, iif(h.step IS NULL, 'digest', 'import') AS said_by, h.account_id
FROM health_snapshot h JOIN account a ON a.id = h.account_id;
CREATE VIEW health_overrides AS
SELECT a.key AS account, o.set_on AS "on", o.band, o.why, o.until_on AS until, o.lifted_on, o.account_id,
  o.id AS override_id
FROM health_override o JOIN account a ON a.id = o.account_id;
CREATE VIEW deliveries AS
SELECT s.digest, s.owner, s.period, s.channel, s.recipient, s.part, s.parts, s.state, s.tries, s.claimed_at_utc AS claimed_at,
  s.done_at_utc AS done_at, s.error, s.content_hash, s.items
FROM sent s;
CREATE VIEW history AS
SELECT s.id AS step, s.at_utc AS at, s.command, s.user, s.host, s.version, s.undone_at_utc AS undone_at
FROM journal_step s;
CREATE VIEW auto_renew_switches AS
SELECT a.key AS account, date(s.at_utc) AS "on", j.after ->> 'auto_renew' AS auto_renew, j.row_id AS contract_id, j.step,
  j.account_id
FROM journal_change j JOIN journal_step s ON s.id = j.step JOIN account a ON a.id = j.account_id
WHERE j.table_name = 'contract' AND j.kind = 'update' AND s.undone_at_utc IS NULL
  AND j.before ->> 'auto_renew' <> j.after ->> 'auto_renew';
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
CREATE VIEW waiting_rows AS
SELECT w.kind, w.source, w.account_ref, w.external_id
FROM waiting w;
CREATE TRIGGER account_update_elsewhere AFTER UPDATE ON account WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('account', OLD.id, OLD.step); END;
CREATE TRIGGER account_delete_elsewhere AFTER DELETE ON account WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('account', OLD.id, OLD.step); END;
CREATE TRIGGER alias_update_elsewhere AFTER UPDATE ON alias WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('alias', OLD.id, OLD.step); END;
CREATE TRIGGER alias_delete_elsewhere AFTER DELETE ON alias WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('alias', OLD.id, OLD.step); END;
CREATE TRIGGER external_ref_update_elsewhere AFTER UPDATE ON external_ref WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('external_ref', OLD.id, OLD.step); END;
CREATE TRIGGER external_ref_delete_elsewhere AFTER DELETE ON external_ref WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('external_ref', OLD.id, OLD.step); END;
CREATE TRIGGER waiting_update_elsewhere AFTER UPDATE ON waiting WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('waiting', OLD.id, OLD.step); END;
CREATE TRIGGER waiting_delete_elsewhere AFTER DELETE ON waiting WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('waiting', OLD.id, OLD.step); END;
CREATE TRIGGER contact_update_elsewhere AFTER UPDATE ON contact WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('contact', OLD.id, OLD.step); END;
CREATE TRIGGER contact_delete_elsewhere AFTER DELETE ON contact WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('contact', OLD.id, OLD.step); END;
CREATE TRIGGER contract_update_elsewhere AFTER UPDATE ON contract WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('contract', OLD.id, OLD.step); END;
CREATE TRIGGER contract_delete_elsewhere AFTER DELETE ON contract WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('contract', OLD.id, OLD.step); END;
CREATE TRIGGER opportunity_update_elsewhere AFTER UPDATE ON opportunity WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('opportunity', OLD.id, OLD.step); END;
CREATE TRIGGER opportunity_delete_elsewhere AFTER DELETE ON opportunity WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('opportunity', OLD.id, OLD.step); END;
CREATE TRIGGER forecast_call_update_elsewhere AFTER UPDATE ON forecast_call WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('forecast_call', OLD.id, OLD.step); END;
CREATE TRIGGER forecast_call_delete_elsewhere AFTER DELETE ON forecast_call WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('forecast_call', OLD.id, OLD.step); END;
CREATE TRIGGER rate_update_elsewhere AFTER UPDATE ON rate WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('rate', OLD.id, OLD.step); END;
CREATE TRIGGER rate_delete_elsewhere AFTER DELETE ON rate WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('rate', OLD.id, OLD.step); END;
CREATE TRIGGER measurement_update_elsewhere AFTER UPDATE ON measurement WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('measurement', OLD.id, OLD.step); END;
CREATE TRIGGER measurement_delete_elsewhere AFTER DELETE ON measurement WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('measurement', OLD.id, OLD.step); END;
CREATE TRIGGER ticket_update_elsewhere AFTER UPDATE ON ticket WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('ticket', OLD.id, OLD.step); END;
CREATE TRIGGER ticket_delete_elsewhere AFTER DELETE ON ticket WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('ticket', OLD.id, OLD.step); END;
CREATE TRIGGER survey_update_elsewhere AFTER UPDATE ON survey WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('survey', OLD.id, OLD.step); END;
CREATE TRIGGER survey_delete_elsewhere AFTER DELETE ON survey WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('survey', OLD.id, OLD.step); END;
CREATE TRIGGER activity_update_elsewhere AFTER UPDATE ON activity WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('activity', OLD.id, OLD.step); END;
CREATE TRIGGER activity_delete_elsewhere AFTER DELETE ON activity WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('activity', OLD.id, OLD.step); END;
CREATE TRIGGER task_update_elsewhere AFTER UPDATE ON task WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('task', OLD.id, OLD.step); END;
CREATE TRIGGER task_delete_elsewhere AFTER DELETE ON task WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('task', OLD.id, OLD.step); END;
CREATE TRIGGER note_update_elsewhere AFTER UPDATE ON note WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('note', OLD.id, OLD.step); END;
CREATE TRIGGER note_delete_elsewhere AFTER DELETE ON note WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('note', OLD.id, OLD.step); END;
CREATE TRIGGER sentiment_update_elsewhere AFTER UPDATE ON sentiment WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('sentiment', OLD.id, OLD.step); END;
CREATE TRIGGER sentiment_delete_elsewhere AFTER DELETE ON sentiment WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('sentiment', OLD.id, OLD.step); END;
CREATE TRIGGER objective_update_elsewhere AFTER UPDATE ON objective WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('objective', OLD.id, OLD.step); END;
CREATE TRIGGER objective_delete_elsewhere AFTER DELETE ON objective WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('objective', OLD.id, OLD.step); END;
CREATE TRIGGER progress_update_elsewhere AFTER UPDATE ON progress WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('progress', OLD.id, OLD.step); END;
CREATE TRIGGER progress_delete_elsewhere AFTER DELETE ON progress WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('progress', OLD.id, OLD.step); END;
CREATE TRIGGER milestone_update_elsewhere AFTER UPDATE ON milestone WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('milestone', OLD.id, OLD.step); END;
CREATE TRIGGER milestone_delete_elsewhere AFTER DELETE ON milestone WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('milestone', OLD.id, OLD.step); END;
CREATE TRIGGER commitment_update_elsewhere AFTER UPDATE ON commitment WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('commitment', OLD.id, OLD.step); END;
CREATE TRIGGER commitment_delete_elsewhere AFTER DELETE ON commitment WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('commitment', OLD.id, OLD.step); END;
CREATE TRIGGER risk_update_elsewhere AFTER UPDATE ON risk WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('risk', OLD.id, OLD.step); END;
CREATE TRIGGER risk_delete_elsewhere AFTER DELETE ON risk WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('risk', OLD.id, OLD.step); END;
CREATE TRIGGER value_item_update_elsewhere AFTER UPDATE ON value_item WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('value_item', OLD.id, OLD.step); END;
CREATE TRIGGER value_item_delete_elsewhere AFTER DELETE ON value_item WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('value_item', OLD.id, OLD.step); END;
CREATE TRIGGER health_override_update_elsewhere AFTER UPDATE ON health_override WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('health_override', OLD.id, OLD.step); END;
CREATE TRIGGER health_override_delete_elsewhere AFTER DELETE ON health_override WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('health_override', OLD.id, OLD.step); END;
CREATE TRIGGER health_snapshot_update_elsewhere AFTER UPDATE ON health_snapshot WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('health_snapshot', OLD.id, OLD.step); END;
CREATE TRIGGER health_snapshot_delete_elsewhere AFTER DELETE ON health_snapshot WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'writing') BEGIN INSERT OR IGNORE INTO changed_elsewhere (table_name, row_id, step) VALUES ('health_snapshot', OLD.id, OLD.step); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('journal_step',3);
INSERT INTO "sqlite_sequence" VALUES('account',2);
INSERT INTO "sqlite_sequence" VALUES('alias',1);
INSERT INTO "sqlite_sequence" VALUES('external_ref',1);
INSERT INTO "sqlite_sequence" VALUES('waiting',1);
INSERT INTO "sqlite_sequence" VALUES('contact',1);
INSERT INTO "sqlite_sequence" VALUES('contract',2);
INSERT INTO "sqlite_sequence" VALUES('opportunity',1);
INSERT INTO "sqlite_sequence" VALUES('forecast_call',1);
INSERT INTO "sqlite_sequence" VALUES('rate',1);
INSERT INTO "sqlite_sequence" VALUES('measurement',2);
INSERT INTO "sqlite_sequence" VALUES('ticket',1);
INSERT INTO "sqlite_sequence" VALUES('survey',1);
INSERT INTO "sqlite_sequence" VALUES('activity',1);
INSERT INTO "sqlite_sequence" VALUES('task',3);
INSERT INTO "sqlite_sequence" VALUES('note',1);
INSERT INTO "sqlite_sequence" VALUES('sentiment',1);
INSERT INTO "sqlite_sequence" VALUES('objective',1);
INSERT INTO "sqlite_sequence" VALUES('progress',1);
INSERT INTO "sqlite_sequence" VALUES('milestone',1);
INSERT INTO "sqlite_sequence" VALUES('commitment',1);
INSERT INTO "sqlite_sequence" VALUES('risk',1);
INSERT INTO "sqlite_sequence" VALUES('value_item',1);
INSERT INTO "sqlite_sequence" VALUES('forgotten',1);
INSERT INTO "sqlite_sequence" VALUES('health_snapshot',2);
INSERT INTO "sqlite_sequence" VALUES('health_override',1);
INSERT INTO "sqlite_sequence" VALUES('sent',1);
INSERT INTO "sqlite_sequence" VALUES('journal_change',2);
CREATE VIRTUAL TABLE search USING fts5(folded, tokenize = 'unicode61 remove_diacritics 0');
INSERT INTO search (rowid, folded) VALUES(32,'roi ["jo park"]');
INSERT INTO search (rowid, folded) VALUES(33,'likes short decks');
INSERT INTO search (rowid, folded) VALUES(34,'4417');
INSERT INTO search (rowid, folded) VALUES(35,'jo park');
INSERT INTO search (rowid, folded) VALUES(36,'send the deck');
INSERT INTO search (rowid, folded) VALUES(37,'plan in a day, not a week');
INSERT INTO search (rowid, folded) VALUES(38,'eu go-live');
INSERT INTO search (rowid, folded) VALUES(39,'fix sso');
INSERT INTO search (rowid, folded) VALUES(40,'the sponsor leaves');
INSERT INTO search (rowid, folded) VALUES(41,'planning days saved');
INSERT INTO search (rowid, folded) VALUES(42,'the cfo asks for roi');
INSERT INTO search (rowid, folded) VALUES(43,'');
INSERT INTO search (rowid, folded) VALUES(44,'mail of 20 nov');
INSERT INTO search (rowid, folded) VALUES(45,'the board decides on friday');
INSERT INTO search (rowid, folded) VALUES(68,'proposal');
COMMIT;
