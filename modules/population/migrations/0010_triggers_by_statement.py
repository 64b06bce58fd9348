"""History and the closed month's guard are asked once a statement: row by row they took most of an import's time."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("population", "0009_finding_people"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="familycard",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="familycard",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="populationevent",
            name="open_month",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="resident",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="resident",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="territory",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="territory",
            name="delete_delete",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="familycard",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "population_familycardevent" ("address", "created_at", "id", "number", "number_temporary", "pgh_created_at", "pgh_label", "printed_on", "registered_on", "rt_id", "updated_at", "void_at", "welfare_class") SELECT old_values."address", old_values."created_at", old_values."id", old_values."number", old_values."number_temporary", NOW(), \'update\', old_values."printed_on", old_values."registered_on", old_values."rt_id", old_values."updated_at", old_values."void_at", old_values."welfare_class" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="59b3098028dfac79d1037c3c1e4f9250c0aeb7cc",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e7ee1",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="population_familycard",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="familycard",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "population_familycardevent" ("address", "created_at", "id", "number", "number_temporary", "pgh_created_at", "pgh_label", "printed_on", "registered_on", "rt_id", "updated_at", "void_at", "welfare_class") SELECT old_values."address", old_values."created_at", old_values."id", old_values."number", old_values."number_temporary", NOW(), \'delete\', old_values."printed_on", old_values."registered_on", old_values."rt_id", old_values."updated_at", old_values."void_at", old_values."welfare_class" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="9d3d067fa4dfe94bda96d4409bb44d7e8244f545",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5a034",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="population_familycard",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="populationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="open_month",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE closed date;",
                    func="SELECT closed_through INTO closed FROM population_registerstate; IF closed IS NOT NULL AND EXISTS (SELECT FROM new_lines WHERE counted_on <= closed) THEN RAISE EXCEPTION 'month closed through %', closed USING ERRCODE = '23514', CONSTRAINT = 'event_in_open_month'; END IF; RETURN NULL;",
                    hash="f9015491c54e78c13f5d188b7d3feae3910cf096",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_open_month_3b033",
                    referencing="REFERENCING NEW TABLE AS new_lines ",
                    table="population_populationevent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resident",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "population_residentevent" ("accepted_warnings", "address_current", "address_previous", "birth_certificate", "birth_date", "birth_helper", "birth_kind", "birth_length", "birth_order", "birth_place", "birth_place_kind", "birth_time", "birth_weight", "blood_type", "chronic_illness", "citizenship", "contact_by", "created_at", "disability", "divorce_certificate", "divorce_date", "education", "education_current", "email", "employment_insurance_number", "ethnicity", "family_id", "family_number_previous", "family_planning", "father_name", "father_nik", "health_insurance", "health_insurance_number", "id", "id_card_date", "id_card_place", "initial_data", "kitas_number", "ktp_el", "ktp_record", "lat", "lng", "marital_status", "marriage_certificate", "marriage_date", "merged_into_id", "mother_name", "mother_nik", "name", "name_key", "nik", "nik_temporary", "note", "occupation", "origin_country", "passport_expires", "passport_number", "pgh_created_at", "pgh_label", "phone", "photo_file_id", "pregnancy", "presence", "reading", "religion", "residency", "rt_id", "sex", "shdk", "tag_id_card", "telegram", "updated_at", "void_at") SELECT old_values."accepted_warnings", old_values."address_current", old_values."address_previous", old_values."birth_certificate", old_values."birth_date", old_values."birth_helper", old_values."birth_kind", old_values."birth_length", old_values."birth_order", old_values."birth_place", old_values."birth_place_kind", old_values."birth_time", old_values."birth_weight", old_values."blood_type", old_values."chronic_illness", old_values."citizenship", old_values."contact_by", old_values."created_at", old_values."disability", old_values."divorce_certificate", old_values."divorce_date", old_values."education", old_values."education_current", old_values."email", old_values."employment_insurance_number", old_values."ethnicity", old_values."family_id", old_values."family_number_previous", old_values."family_planning", old_values."father_name", old_values."father_nik", old_values."health_insurance", old_values."health_insurance_number", old_values."id", old_values."id_card_date", old_values."id_card_place", old_values."initial_data", old_values."kitas_number", old_values."ktp_el", old_values."ktp_record", old_values."lat", old_values."lng", old_values."marital_status", old_values."marriage_certificate", old_values."marriage_date", old_values."merged_into_id", old_values."mother_name", old_values."mother_nik", old_values."name", old_values."name_key", old_values."nik", old_values."nik_temporary", old_values."note", old_values."occupation", old_values."origin_country", old_values."passport_expires", old_values."passport_number", NOW(), \'update\', old_values."phone", old_values."photo_file_id", old_values."pregnancy", old_values."presence", old_values."reading", old_values."religion", old_values."residency", old_values."rt_id", old_values."sex", old_values."shdk", old_values."tag_id_card", old_values."telegram", old_values."updated_at", old_values."void_at" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="4e461c1ef557a1d6f91e18aaa0583b89c32aeee8",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6c7e3",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="population_resident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resident",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "population_residentevent" ("accepted_warnings", "address_current", "address_previous", "birth_certificate", "birth_date", "birth_helper", "birth_kind", "birth_length", "birth_order", "birth_place", "birth_place_kind", "birth_time", "birth_weight", "blood_type", "chronic_illness", "citizenship", "contact_by", "created_at", "disability", "divorce_certificate", "divorce_date", "education", "education_current", "email", "employment_insurance_number", "ethnicity", "family_id", "family_number_previous", "family_planning", "father_name", "father_nik", "health_insurance", "health_insurance_number", "id", "id_card_date", "id_card_place", "initial_data", "kitas_number", "ktp_el", "ktp_record", "lat", "lng", "marital_status", "marriage_certificate", "marriage_date", "merged_into_id", "mother_name", "mother_nik", "name", "name_key", "nik", "nik_temporary", "note", "occupation", "origin_country", "passport_expires", "passport_number", "pgh_created_at", "pgh_label", "phone", "photo_file_id", "pregnancy", "presence", "reading", "religion", "residency", "rt_id", "sex", "shdk", "tag_id_card", "telegram", "updated_at", "void_at") SELECT old_values."accepted_warnings", old_values."address_current", old_values."address_previous", old_values."birth_certificate", old_values."birth_date", old_values."birth_helper", old_values."birth_kind", old_values."birth_length", old_values."birth_order", old_values."birth_place", old_values."birth_place_kind", old_values."birth_time", old_values."birth_weight", old_values."blood_type", old_values."chronic_illness", old_values."citizenship", old_values."contact_by", old_values."created_at", old_values."disability", old_values."divorce_certificate", old_values."divorce_date", old_values."education", old_values."education_current", old_values."email", old_values."employment_insurance_number", old_values."ethnicity", old_values."family_id", old_values."family_number_previous", old_values."family_planning", old_values."father_name", old_values."father_nik", old_values."health_insurance", old_values."health_insurance_number", old_values."id", old_values."id_card_date", old_values."id_card_place", old_values."initial_data", old_values."kitas_number", old_values."ktp_el", old_values."ktp_record", old_values."lat", old_values."lng", old_values."marital_status", old_values."marriage_certificate", old_values."marriage_date", old_values."merged_into_id", old_values."mother_name", old_values."mother_nik", old_values."name", old_values."name_key", old_values."nik", old_values."nik_temporary", old_values."note", old_values."occupation", old_values."origin_country", old_values."passport_expires", old_values."passport_number", NOW(), \'delete\', old_values."phone", old_values."photo_file_id", old_values."pregnancy", old_values."presence", old_values."reading", old_values."religion", old_values."residency", old_values."rt_id", old_values."sex", old_values."shdk", old_values."tag_id_card", old_values."telegram", old_values."updated_at", old_values."void_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="3ffd1c3c9a70e7c5f180d1e36d2f0d3bfdffda82",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_79539",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="population_resident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="territory",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "population_territoryevent" ("created_at", "head_id", "id", "kind", "name", "order", "parent_id", "pgh_created_at", "pgh_label", "succeeded_by_id", "void_at") SELECT old_values."created_at", old_values."head_id", old_values."id", old_values."kind", old_values."name", old_values."order", old_values."parent_id", NOW(), \'update\', old_values."succeeded_by_id", old_values."void_at" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="af92b3e6004b103a924f0410326fc5853b3f0dbf",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_60cda",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="population_territory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="territory",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "population_territoryevent" ("created_at", "head_id", "id", "kind", "name", "order", "parent_id", "pgh_created_at", "pgh_label", "succeeded_by_id", "void_at") SELECT old_values."created_at", old_values."head_id", old_values."id", old_values."kind", old_values."name", old_values."order", old_values."parent_id", NOW(), \'delete\', old_values."succeeded_by_id", old_values."void_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="62c7b9d218d4f60a58a52c7a4ae1e2278ec9be34",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3bae6",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="population_territory",
                    when="AFTER",
                ),
            ),
        ),
    ]
