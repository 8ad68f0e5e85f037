-- The rows of each holder on each proposal, ready to be put into words; apart from its line because tables ask for lines alone.
CREATE TABLE tabulated (
  actor TEXT NOT NULL, proposal TEXT NOT NULL, rows BLOB NOT NULL,
  PRIMARY KEY (actor, proposal)
) WITHOUT ROWID;
-- Their shifts of each month that has some (a JSON array), so that who asks for a month reads no others. With row numbers: a record lies in its
-- page then, and does not spill over.
CREATE TABLE shifts (actor TEXT NOT NULL, proposal TEXT NOT NULL, month INTEGER NOT NULL, record BLOB NOT NULL);
CREATE UNIQUE INDEX shifts_of ON shifts (actor, proposal, month);
