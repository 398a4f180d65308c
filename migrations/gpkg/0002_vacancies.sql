-- Vacancies, the demand for space, the survey rounds that find them, and files that belong to records.

create table vacancies (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  name TEXT,
  extent TEXT,
  of_id TEXT,
  part TEXT,
  area_hundredths INTEGER,
  since TEXT,
  usable_from TEXT,
  policy TEXT,
  bureau TEXT,
  stage TEXT,
  parcel_id TEXT,
  released BOOLEAN,
  provenance TEXT,
  body TEXT not null
);

create table survey_rounds (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  title TEXT,
  asked_on TEXT,
  due TEXT,
  asked INTEGER,
  answered INTEGER,
  body TEXT not null
);

create table wanted_spaces (
  fid INTEGER primary key autoincrement not null,
  geom POINT,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  title TEXT,
  bureau TEXT,
  class TEXT,
  area_from_hundredths INTEGER,
  area_to_hundredths INTEGER,
  wanted_from TEXT,
  status TEXT,
  body TEXT not null
);

create table attachments (
  fid INTEGER primary key autoincrement not null,
  id TEXT not null unique,
  revision INTEGER not null,
  changed INTEGER not null,
  record_key TEXT,
  of_id TEXT,
  kind TEXT,
  title TEXT,
  file_name TEXT,
  media_type TEXT,
  bytes INTEGER,
  sha256 TEXT,
  released BOOLEAN,
  body TEXT not null
);

insert into gpkg_contents (table_name, data_type, identifier, description, srs_id) values
  ('vacancies', 'attributes', 'vacancies', '空き施設', null),
  ('survey_rounds', 'attributes', 'survey_rounds', '空き施設調査', null),
  ('wanted_spaces', 'features', 'wanted_spaces', '求めるスペース', 6668),
  ('attachments', 'attributes', 'attachments', '添付ファイル', null);

insert into gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) values
  ('wanted_spaces', 'geom', 'POINT', 6668, 0, 0);
