-- Splink 5.0.0, comparators d1d10198d743e6931cf8593aa3a845b98e3e223c82c2e92e43046073dcc77108
WITH

__splink__compare_two_records_left_with_tf as (
    select
    splink_paren.*
    from splink_paren
), 

__splink__compare_two_records_right_with_tf as (
    select
    splink_leeg.*
    from splink_leeg
), 

__splink__compare_two_records_left_with_tf_uid_fix as (
    select *  
    from  __splink__compare_two_records_left_with_tf
), 

__splink__compare_two_records_right_with_tf_uid_fix as (
    select *  
    from  __splink__compare_two_records_right_with_tf
), 

__splink__compare_two_records_blocked as (
    select "l"."unique_id" AS "unique_id_l", "r"."unique_id" AS "unique_id_r", "l"."achternaam_niveau" AS "achternaam_niveau_l", "r"."achternaam_niveau" AS "achternaam_niveau_r", "l"."tf_achternaam_u" AS "tf_achternaam_u_l", "r"."tf_achternaam_u" AS "tf_achternaam_u_r", "l"."voornaam_niveau" AS "voornaam_niveau_l", "r"."voornaam_niveau" AS "voornaam_niveau_r", "l"."tf_voornaam_u" AS "tf_voornaam_u_l", "r"."tf_voornaam_u" AS "tf_voornaam_u_r", "l"."geboortedatum_niveau" AS "geboortedatum_niveau_l", "r"."geboortedatum_niveau" AS "geboortedatum_niveau_r", "l"."tf_geboortedatum_u" AS "tf_geboortedatum_u_l", "r"."tf_geboortedatum_u" AS "tf_geboortedatum_u_r", "l"."adres_niveau" AS "adres_niveau_l", "r"."adres_niveau" AS "adres_niveau_r", "l"."tf_adres_u" AS "tf_adres_u_l", "r"."tf_adres_u" AS "tf_adres_u_r", 0 as match_key
    from __splink__compare_two_records_left_with_tf_uid_fix as l
    cross join __splink__compare_two_records_right_with_tf_uid_fix as r
), 

__splink__df_comparison_vectors as (
    select "unique_id_l", "unique_id_r", "achternaam_niveau_l", "achternaam_niveau_r", CASE
        WHEN coalesce("achternaam_niveau_l", "achternaam_niveau_r") = 'gelijk' THEN 8
        WHEN coalesce("achternaam_niveau_l", "achternaam_niveau_r") = 'partner' THEN 7
        WHEN coalesce("achternaam_niveau_l", "achternaam_niveau_r") = 'deel' THEN 6
        WHEN coalesce("achternaam_niveau_l", "achternaam_niveau_r") = 'variant' THEN 5
        WHEN coalesce("achternaam_niveau_l", "achternaam_niveau_r") = 'omgedraaid' THEN 4
        WHEN coalesce("achternaam_niveau_l", "achternaam_niveau_r") = 'omgedraaid_variant' THEN 3
        WHEN coalesce("achternaam_niveau_l", "achternaam_niveau_r") = 'omgedraaid_letter' THEN 2
        WHEN coalesce("achternaam_niveau_l", "achternaam_niveau_r") = 'geen' THEN 1
        WHEN coalesce("achternaam_niveau_l", "achternaam_niveau_r") = 'ontbreekt' THEN -1
        ELSE 0
    END as gamma_achternaam, "tf_achternaam_u_l", "tf_achternaam_u_r", "voornaam_niveau_l", "voornaam_niveau_r", CASE
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'gelijk' THEN 10
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'roepnaam' THEN 9
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'tweede' THEN 8
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'variant' THEN 7
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'zelfde_letter' THEN 6
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'anders' THEN 5
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'voorletters' THEN 4
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'voorletter_roepnaam' THEN 3
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'voorletters_deels' THEN 2
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'voorletters_anders' THEN 1
        WHEN coalesce("voornaam_niveau_l", "voornaam_niveau_r") = 'ontbreekt' THEN -1
        ELSE 0
    END as gamma_voornaam, "tf_voornaam_u_l", "tf_voornaam_u_r", "geboortedatum_niveau_l", "geboortedatum_niveau_r", CASE
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'gelijk' THEN 13
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'dag_maand_omgedraaid' THEN 12
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'typefout' THEN 11
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'huisgenoot' THEN 10
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'dag_maand_gelijk' THEN 9
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'deels' THEN 8
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'afwijkend' THEN 7
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'onvolledig_past' THEN 6
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'onvolledig_anders' THEN 5
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'standaard_gelijk' THEN 4
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'standaard_anders' THEN 3
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'leeftijd_past' THEN 2
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'leeftijd_anders' THEN 1
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'onleesbaar' THEN -1
        WHEN coalesce("geboortedatum_niveau_l", "geboortedatum_niveau_r") = 'ontbreekt' THEN -1
        ELSE 0
    END as gamma_geboortedatum, "tf_geboortedatum_u_l", "tf_geboortedatum_u_r", "adres_niveau_l", "adres_niveau_r", CASE
        WHEN coalesce("adres_niveau_l", "adres_niveau_r") = 'gelijk' THEN 9
        WHEN coalesce("adres_niveau_l", "adres_niveau_r") = 'toevoeging_ontbreekt' THEN 8
        WHEN coalesce("adres_niveau_l", "adres_niveau_r") = 'toevoeging_afwijkend' THEN 7
        WHEN coalesce("adres_niveau_l", "adres_niveau_r") = 'straat_gelijk' THEN 6
        WHEN coalesce("adres_niveau_l", "adres_niveau_r") = 'vorig_recent' THEN 5
        WHEN coalesce("adres_niveau_l", "adres_niveau_r") = 'vorig_lang' THEN 4
        WHEN coalesce("adres_niveau_l", "adres_niveau_r") = 'nabij' THEN 3
        WHEN coalesce("adres_niveau_l", "adres_niveau_r") = 'bedrijf' THEN 2
        WHEN coalesce("adres_niveau_l", "adres_niveau_r") = 'afwijkend' THEN 1
        WHEN coalesce("adres_niveau_l", "adres_niveau_r") = 'ontbreekt' THEN -1
        ELSE 0
    END as gamma_adres, "tf_adres_u_l", "tf_adres_u_r", match_key
            from __splink__compare_two_records_blocked
), 

__splink__df_match_weight_parts as (
    select
    "unique_id_l",
    "unique_id_r",
    "achternaam_niveau_l",
    "achternaam_niveau_r",
    gamma_achternaam,
    "tf_achternaam_u_l",
    "tf_achternaam_u_r",
    CASE
        WHEN gamma_achternaam = 8 THEN
            cast(19.618629257664068 as float8)
        WHEN gamma_achternaam = 7 THEN
            cast(15.747143998186747 as float8)
        WHEN gamma_achternaam = 6 THEN
            cast(11.550746785383243 as float8)
        WHEN gamma_achternaam = 5 THEN
            cast(5.769387071858583 as float8)
        WHEN gamma_achternaam = 4 THEN
            cast(14.287712379549449 as float8)
        WHEN gamma_achternaam = 3 THEN
            cast(1.4474589769712212 as float8)
        WHEN gamma_achternaam = 2 THEN
            cast(-5.54432051622381 as float8)
        WHEN gamma_achternaam = 1 THEN
            cast(-5.181750436839102 as float8)
        WHEN gamma_achternaam = -1 THEN
            cast(0.0 as float8)
        WHEN gamma_achternaam = 0 THEN
            cast(0.0 as float8)
    END as mw_achternaam,
    CASE
        WHEN gamma_achternaam = 8 THEN
            CASE
                WHEN coalesce("tf_achternaam_u_l", "tf_achternaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-19.931568569324174 as float8) - log2(greatest(coalesce("tf_achternaam_u_l", "tf_achternaam_u_r"), coalesce("tf_achternaam_u_r", "tf_achternaam_u_l"), cast(1e-06 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_achternaam = 7 THEN
            CASE
                WHEN coalesce("tf_achternaam_u_l", "tf_achternaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-19.931568569324174 as float8) - log2(greatest(coalesce("tf_achternaam_u_l", "tf_achternaam_u_r"), coalesce("tf_achternaam_u_r", "tf_achternaam_u_l"), cast(1e-06 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_achternaam = 6 THEN
            CASE
                WHEN coalesce("tf_achternaam_u_l", "tf_achternaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-16.609640474436812 as float8) - log2(greatest(coalesce("tf_achternaam_u_l", "tf_achternaam_u_r"), coalesce("tf_achternaam_u_r", "tf_achternaam_u_l"), cast(1e-05 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_achternaam = 5 THEN
            CASE
                WHEN coalesce("tf_achternaam_u_l", "tf_achternaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-9.828280760912152 as float8) - log2(greatest(coalesce("tf_achternaam_u_l", "tf_achternaam_u_r"), coalesce("tf_achternaam_u_r", "tf_achternaam_u_l"), cast(0.0011 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_achternaam = 4 THEN
            CASE
                WHEN coalesce("tf_achternaam_u_l", "tf_achternaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-19.931568569324174 as float8) - log2(greatest(coalesce("tf_achternaam_u_l", "tf_achternaam_u_r"), coalesce("tf_achternaam_u_r", "tf_achternaam_u_l"), cast(1e-06 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_achternaam = 3 THEN
            CASE
                WHEN coalesce("tf_achternaam_u_l", "tf_achternaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-9.828280760912152 as float8) - log2(greatest(coalesce("tf_achternaam_u_l", "tf_achternaam_u_r"), coalesce("tf_achternaam_u_r", "tf_achternaam_u_l"), cast(0.0011 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_achternaam = 2 THEN cast(0 as float8)
        WHEN gamma_achternaam = 1 THEN cast(0 as float8)
        WHEN gamma_achternaam = -1 THEN cast(0 as float8)
        WHEN gamma_achternaam = 0 THEN cast(0 as float8)
    END as mw_tf_adj_achternaam,
    "voornaam_niveau_l",
    "voornaam_niveau_r",
    gamma_voornaam,
    "tf_voornaam_u_l",
    "tf_voornaam_u_r",
    CASE
        WHEN gamma_voornaam = 10 THEN
            cast(17.28771237954945 as float8)
        WHEN gamma_voornaam = 9 THEN
            cast(6.409390936137702 as float8)
        WHEN gamma_voornaam = 8 THEN
            cast(5.906890595608519 as float8)
        WHEN gamma_voornaam = 7 THEN
            cast(4.643856189774724 as float8)
        WHEN gamma_voornaam = 6 THEN
            cast(-2.0 as float8)
        WHEN gamma_voornaam = 5 THEN
            cast(-5.507794640198696 as float8)
        WHEN gamma_voornaam = 4 THEN
            cast(10.861086905995395 as float8)
        WHEN gamma_voornaam = 3 THEN
            cast(-0.7369655941662062 as float8)
        WHEN gamma_voornaam = 2 THEN
            cast(-2.1375035237499347 as float8)
        WHEN gamma_voornaam = 1 THEN
            cast(-5.7369655941662066 as float8)
        WHEN gamma_voornaam = -1 THEN
            cast(0.0 as float8)
        WHEN gamma_voornaam = 0 THEN
            cast(0.0 as float8)
    END as mw_voornaam,
    CASE
        WHEN gamma_voornaam = 10 THEN
            CASE
                WHEN coalesce("tf_voornaam_u_l", "tf_voornaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-17.609640474436812 as float8) - log2(greatest(coalesce("tf_voornaam_u_l", "tf_voornaam_u_r"), coalesce("tf_voornaam_u_r", "tf_voornaam_u_l"), cast(5e-06 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_voornaam = 9 THEN
            CASE
                WHEN coalesce("tf_voornaam_u_l", "tf_voornaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-9.965784284662087 as float8) - log2(greatest(coalesce("tf_voornaam_u_l", "tf_voornaam_u_r"), coalesce("tf_voornaam_u_r", "tf_voornaam_u_l"), cast(0.001 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_voornaam = 8 THEN
            CASE
                WHEN coalesce("tf_voornaam_u_l", "tf_voornaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-10.965784284662087 as float8) - log2(greatest(coalesce("tf_voornaam_u_l", "tf_voornaam_u_r"), coalesce("tf_voornaam_u_r", "tf_voornaam_u_l"), cast(0.0005 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_voornaam = 7 THEN
            CASE
                WHEN coalesce("tf_voornaam_u_l", "tf_voornaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-8.965784284662087 as float8) - log2(greatest(coalesce("tf_voornaam_u_l", "tf_voornaam_u_r"), coalesce("tf_voornaam_u_r", "tf_voornaam_u_l"), cast(0.002 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_voornaam = 6 THEN cast(0 as float8)
        WHEN gamma_voornaam = 5 THEN cast(0 as float8)
        WHEN gamma_voornaam = 4 THEN
            CASE
                WHEN coalesce("tf_voornaam_u_l", "tf_voornaam_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-10.965784284662087 as float8) - log2(greatest(coalesce("tf_voornaam_u_l", "tf_voornaam_u_r"), coalesce("tf_voornaam_u_r", "tf_voornaam_u_l"), cast(0.0005 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_voornaam = 3 THEN cast(0 as float8)
        WHEN gamma_voornaam = 2 THEN cast(0 as float8)
        WHEN gamma_voornaam = 1 THEN cast(0 as float8)
        WHEN gamma_voornaam = -1 THEN cast(0 as float8)
        WHEN gamma_voornaam = 0 THEN cast(0 as float8)
    END as mw_tf_adj_voornaam,
    "geboortedatum_niveau_l",
    "geboortedatum_niveau_r",
    gamma_geboortedatum,
    "tf_geboortedatum_u_l",
    "tf_geboortedatum_u_r",
    CASE
        WHEN gamma_geboortedatum = 13 THEN
            cast(16.51576142743391 as float8)
        WHEN gamma_geboortedatum = 12 THEN
            cast(8.228818690495881 as float8)
        WHEN gamma_geboortedatum = 11 THEN
            cast(3.965784284662087 as float8)
        WHEN gamma_geboortedatum = 10 THEN
            cast(5.643856189774724 as float8)
        WHEN gamma_geboortedatum = 9 THEN
            cast(1.3833286395515056 as float8)
        WHEN gamma_geboortedatum = 8 THEN
            cast(2.5443205162238103 as float8)
        WHEN gamma_geboortedatum = 7 THEN
            cast(-6.635173946674924 as float8)
        WHEN gamma_geboortedatum = 6 THEN
            cast(6.05373198393779 as float8)
        WHEN gamma_geboortedatum = 5 THEN
            cast(-3.8161608194329446 as float8)
        WHEN gamma_geboortedatum = 4 THEN
            cast(12.287712379549449 as float8)
        WHEN gamma_geboortedatum = 3 THEN
            cast(12.287712379549449 as float8)
        WHEN gamma_geboortedatum = 2 THEN
            cast(4.906890595608519 as float8)
        WHEN gamma_geboortedatum = 1 THEN
            cast(-3.277984747299765 as float8)
        WHEN gamma_geboortedatum = -1 THEN
            cast(0.0 as float8)
        WHEN gamma_geboortedatum = -1 THEN
            cast(0.0 as float8)
        WHEN gamma_geboortedatum = 0 THEN
            cast(0.0 as float8)
    END as mw_geboortedatum,
    CASE
        WHEN gamma_geboortedatum = 13 THEN
            CASE
                WHEN coalesce("tf_geboortedatum_u_l", "tf_geboortedatum_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-16.609640474436812 as float8) - log2(greatest(coalesce("tf_geboortedatum_u_l", "tf_geboortedatum_u_r"), coalesce("tf_geboortedatum_u_r", "tf_geboortedatum_u_l"), cast(1e-05 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_geboortedatum = 12 THEN cast(0 as float8)
        WHEN gamma_geboortedatum = 11 THEN
            CASE
                WHEN coalesce("tf_geboortedatum_u_l", "tf_geboortedatum_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-9.287712379549449 as float8) - log2(greatest(coalesce("tf_geboortedatum_u_l", "tf_geboortedatum_u_r"), coalesce("tf_geboortedatum_u_r", "tf_geboortedatum_u_l"), cast(0.0016 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_geboortedatum = 10 THEN cast(0 as float8)
        WHEN gamma_geboortedatum = 9 THEN
            CASE
                WHEN coalesce("tf_geboortedatum_u_l", "tf_geboortedatum_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-8.764150423492437 as float8) - log2(greatest(coalesce("tf_geboortedatum_u_l", "tf_geboortedatum_u_r"), coalesce("tf_geboortedatum_u_r", "tf_geboortedatum_u_l"), cast(0.0023 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_geboortedatum = 8 THEN cast(0 as float8)
        WHEN gamma_geboortedatum = 7 THEN cast(0 as float8)
        WHEN gamma_geboortedatum = 6 THEN cast(0 as float8)
        WHEN gamma_geboortedatum = 5 THEN cast(0 as float8)
        WHEN gamma_geboortedatum = 4 THEN
            CASE
                WHEN coalesce("tf_geboortedatum_u_l", "tf_geboortedatum_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-13.287712379549449 as float8) - log2(greatest(coalesce("tf_geboortedatum_u_l", "tf_geboortedatum_u_r"), coalesce("tf_geboortedatum_u_r", "tf_geboortedatum_u_l"), cast(0.0001 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_geboortedatum = 3 THEN
            CASE
                WHEN coalesce("tf_geboortedatum_u_l", "tf_geboortedatum_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-13.287712379549449 as float8) - log2(greatest(coalesce("tf_geboortedatum_u_l", "tf_geboortedatum_u_r"), coalesce("tf_geboortedatum_u_r", "tf_geboortedatum_u_l"), cast(0.0001 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_geboortedatum = 2 THEN cast(0 as float8)
        WHEN gamma_geboortedatum = 1 THEN cast(0 as float8)
        WHEN gamma_geboortedatum = -1 THEN cast(0 as float8)
        WHEN gamma_geboortedatum = -1 THEN cast(0 as float8)
        WHEN gamma_geboortedatum = 0 THEN cast(0 as float8)
    END as mw_tf_adj_geboortedatum,
    "adres_niveau_l",
    "adres_niveau_r",
    gamma_adres,
    "tf_adres_u_l",
    "tf_adres_u_r",
    CASE
        WHEN gamma_adres = 9 THEN
            cast(22.876427015131714 as float8)
        WHEN gamma_adres = 8 THEN
            cast(18.779565475879124 as float8)
        WHEN gamma_adres = 7 THEN
            cast(17.194602975157967 as float8)
        WHEN gamma_adres = 6 THEN
            cast(17.194602975157967 as float8)
        WHEN gamma_adres = 5 THEN
            cast(19.194602975157967 as float8)
        WHEN gamma_adres = 4 THEN
            cast(16.609640474436812 as float8)
        WHEN gamma_adres = 3 THEN
            cast(6.491853096329675 as float8)
        WHEN gamma_adres = 2 THEN
            cast(-0.15200309344504995 as float8)
        WHEN gamma_adres = 1 THEN
            cast(-4.599912842187128 as float8)
        WHEN gamma_adres = -1 THEN
            cast(0.0 as float8)
        WHEN gamma_adres = 0 THEN
            cast(0.0 as float8)
    END as mw_adres,
    CASE
        WHEN gamma_adres = 9 THEN
            CASE
                WHEN coalesce("tf_adres_u_l", "tf_adres_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-23.253496664211536 as float8) - log2(greatest(coalesce("tf_adres_u_l", "tf_adres_u_r"), coalesce("tf_adres_u_r", "tf_adres_u_l"), cast(1e-07 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_adres = 8 THEN
            CASE
                WHEN coalesce("tf_adres_u_l", "tf_adres_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-23.253496664211536 as float8) - log2(greatest(coalesce("tf_adres_u_l", "tf_adres_u_r"), coalesce("tf_adres_u_r", "tf_adres_u_l"), cast(1e-07 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_adres = 7 THEN
            CASE
                WHEN coalesce("tf_adres_u_l", "tf_adres_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-23.253496664211536 as float8) - log2(greatest(coalesce("tf_adres_u_l", "tf_adres_u_r"), coalesce("tf_adres_u_r", "tf_adres_u_l"), cast(1e-07 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_adres = 6 THEN
            CASE
                WHEN coalesce("tf_adres_u_l", "tf_adres_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-23.253496664211536 as float8) - log2(greatest(coalesce("tf_adres_u_l", "tf_adres_u_r"), coalesce("tf_adres_u_r", "tf_adres_u_l"), cast(1e-07 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_adres = 5 THEN
            CASE
                WHEN coalesce("tf_adres_u_l", "tf_adres_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-23.253496664211536 as float8) - log2(greatest(coalesce("tf_adres_u_l", "tf_adres_u_r"), coalesce("tf_adres_u_r", "tf_adres_u_l"), cast(1e-07 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_adres = 4 THEN
            CASE
                WHEN coalesce("tf_adres_u_l", "tf_adres_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-23.253496664211536 as float8) - log2(greatest(coalesce("tf_adres_u_l", "tf_adres_u_r"), coalesce("tf_adres_u_r", "tf_adres_u_l"), cast(1e-07 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_adres = 3 THEN
            CASE
                WHEN coalesce("tf_adres_u_l", "tf_adres_u_r") is not null THEN
                    cast(1.0 as float8) * (
                        cast(-12.287712379549449 as float8) - log2(greatest(coalesce("tf_adres_u_l", "tf_adres_u_r"), coalesce("tf_adres_u_r", "tf_adres_u_l"), cast(0.0002 as float8)))
                    )
                ELSE cast(0 as float8)
            END
        WHEN gamma_adres = 2 THEN cast(0 as float8)
        WHEN gamma_adres = 1 THEN cast(0 as float8)
        WHEN gamma_adres = -1 THEN cast(0 as float8)
        WHEN gamma_adres = 0 THEN cast(0 as float8)
    END as mw_tf_adj_adres,
    match_key
    from __splink__df_comparison_vectors
)
select
cast(0.0 as float8) + mw_achternaam + mw_tf_adj_achternaam + mw_voornaam + mw_tf_adj_voornaam + mw_geboortedatum + mw_tf_adj_geboortedatum + mw_adres + mw_tf_adj_adres as match_weight,
CASE
        WHEN (cast(0.0 as float8) + mw_achternaam + mw_tf_adj_achternaam + mw_voornaam + mw_tf_adj_voornaam + mw_geboortedatum + mw_tf_adj_geboortedatum + mw_adres + mw_tf_adj_adres) >= 0 THEN
            1.0 / (1.0 + POWER(cast(2 as float8), -(cast(0.0 as float8) + mw_achternaam + mw_tf_adj_achternaam + mw_voornaam + mw_tf_adj_voornaam + mw_geboortedatum + mw_tf_adj_geboortedatum + mw_adres + mw_tf_adj_adres)))
        ELSE
            POWER(cast(2 as float8), (cast(0.0 as float8) + mw_achternaam + mw_tf_adj_achternaam + mw_voornaam + mw_tf_adj_voornaam + mw_geboortedatum + mw_tf_adj_geboortedatum + mw_adres + mw_tf_adj_adres)) /
            (1.0 + POWER(cast(2 as float8), (cast(0.0 as float8) + mw_achternaam + mw_tf_adj_achternaam + mw_voornaam + mw_tf_adj_voornaam + mw_geboortedatum + mw_tf_adj_geboortedatum + mw_adres + mw_tf_adj_adres)))
    END as match_probability,
"unique_id_l",
"unique_id_r",
"achternaam_niveau_l",
"achternaam_niveau_r",
gamma_achternaam,
"tf_achternaam_u_l",
"tf_achternaam_u_r",
mw_achternaam,
mw_tf_adj_achternaam,
"voornaam_niveau_l",
"voornaam_niveau_r",
gamma_voornaam,
"tf_voornaam_u_l",
"tf_voornaam_u_r",
mw_voornaam,
mw_tf_adj_voornaam,
"geboortedatum_niveau_l",
"geboortedatum_niveau_r",
gamma_geboortedatum,
"tf_geboortedatum_u_l",
"tf_geboortedatum_u_r",
mw_geboortedatum,
mw_tf_adj_geboortedatum,
"adres_niveau_l",
"adres_niveau_r",
gamma_adres,
"tf_adres_u_l",
"tf_adres_u_r",
mw_adres,
mw_tf_adj_adres,
match_key
from __splink__df_match_weight_parts
