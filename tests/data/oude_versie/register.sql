CREATE TABLE std_inwoners(persoon_nr INTEGER, persoon_id VARCHAR, eigen VARCHAR[], eigen_vol VARCHAR, partner VARCHAR[], partner_vol VARCHAR, voorvoegsel VARCHAR, partner_voorvoegsel VARCHAR, voor VARCHAR[], jaar SMALLINT, maand SMALLINT, dag SMALLINT, bestaat BOOLEAN);
CREATE TABLE std_kenmerken(gemeente VARCHAR, inwoners BIGINT, fijn BOOLEAN);
CREATE TABLE std_sleutels(soort VARCHAR, sleutel UBIGINT, persoon_nr INTEGER);
INSERT INTO std_kenmerken VALUES ('9998', 42, False);
