-- Who may come in: kept beside the portfolio, never in it, so that a portfolio can be given away.
-- Times are seconds since 1970. Of passwords, sessions and tokens only hashes are here.

create table koyu_migrations (
  number INTEGER primary key not null,
  name TEXT not null,
  sha256 TEXT not null
);

-- One row: what holds for all accounts.
create table house (
  one INTEGER primary key not null check (one = 1),
  -- The accounts were made with the demo, and their passwords were printed.
  demo INTEGER not null default 0
);
insert into house (one) values (1);

-- An account is disabled, never deleted: the history names it.
create table accounts (
  name TEXT primary key not null,
  person TEXT not null,
  roles TEXT not null,
  bureau TEXT,
  password TEXT not null,
  -- The password was given by somebody else and opens nothing but the way to a new one.
  one_time INTEGER not null,
  disabled INTEGER not null default 0,
  created INTEGER not null
) without rowid;

create table sessions (
  hash BLOB primary key not null,
  account TEXT not null references accounts (name),
  created INTEGER not null,
  seen INTEGER not null
) without rowid;
create index sessions_of_account on sessions (account);

create table tokens (
  id TEXT primary key not null,
  hash BLOB not null unique,
  account TEXT not null references accounts (name),
  label TEXT not null,
  scopes TEXT not null,
  created INTEGER not null,
  expires INTEGER not null,
  used INTEGER,
  revoked INTEGER
) without rowid;
create index tokens_of_account on tokens (account);

-- Who came in, who did not, and what was done to accounts. An attempt is written before its password is looked at, so
-- that guesses at the same moment count each other.
create table audit (
  seq INTEGER primary key autoincrement,
  time INTEGER not null,
  act TEXT not null,
  actor TEXT,
  account TEXT,
  address TEXT,
  detail TEXT
);
create index audit_of_account on audit (account, seq);
create index audit_of_address on audit (address, seq);
