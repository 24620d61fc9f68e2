-- compatible: yes
-- The tables of one workspace. Every one is logged: what was acknowledged, ordinals above all, is there after a crash.

-- One row: the number of the last change, of the last one no longer kept, and the highest generation ever saved.
CREATE TABLE head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    change bigint NOT NULL DEFAULT 0,
    trimmed bigint NOT NULL DEFAULT 0,
    generation integer NOT NULL DEFAULT 0
);
INSERT INTO head DEFAULT VALUES;

-- What was written, in the order of commits; read by the nodes that did not write it.
CREATE TABLE changes (
    number bigint PRIMARY KEY,
    node text NOT NULL,
    kind smallint NOT NULL,
    name text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE ordinals (ordinal integer PRIMARY KEY, item_id text COLLATE "C" NOT NULL UNIQUE);

-- Texts, not jsonb: what comes back is what was written, to the byte. changed_at is in microseconds since 1970.
CREATE TABLE items (id text COLLATE "C" PRIMARY KEY, properties text NOT NULL, changed_at bigint NOT NULL);
CREATE TABLE users (id text COLLATE "C" PRIMARY KEY, properties text NOT NULL, changed_at bigint NOT NULL);
CREATE TABLE documents (kind text COLLATE "C", name text COLLATE "C", json text NOT NULL, PRIMARY KEY (kind, name));

-- A generation's bytes in pieces of a megabyte, not compressed: numbers of a model do not get smaller.
CREATE TABLE generations (number integer PRIMARY KEY, manifest text NOT NULL, pieces integer NOT NULL);
CREATE TABLE generation_pieces (number integer, piece integer, bytes bytea NOT NULL, PRIMARY KEY (number, piece));
ALTER TABLE generation_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;
