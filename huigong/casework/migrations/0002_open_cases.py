import django.db.models.deletion
import huigong.audit.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('appeal', '不服原决定'), ('follows', '接续办理'), ('same_matter', '同一件事'), ('split_from', '分案而来'), ('joined_into', '并入')], max_length=12, verbose_name='关联种类')),
                ('linked_at', models.DateTimeField(verbose_name='关联时间')),
                ('linked_by', models.CharField(max_length=64, verbose_name='关联人')),
            ],
            options={
                'verbose_name': '关联办件',
                'verbose_name_plural': '关联办件',
                'ordering': ['case_id', 'linked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseStage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=40, verbose_name='环节名称')),
                ('began_on', models.DateField(verbose_name='开始日')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='结束日')),
            ],
            options={
                'verbose_name': '环节',
                'verbose_name_plural': '环节',
                'ordering': ['case_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=40, verbose_name='步骤')),
                ('content', huigong.audit.fields.SealedTextField(context='casework.Entry.content', verbose_name='内容')),
                ('made_at', models.DateTimeField(verbose_name='登记时间')),
                ('made_by', models.CharField(max_length=64, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '登记内容',
                'verbose_name_plural': '登记内容',
                'ordering': ['case_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='公开编号')),
                ('role', models.CharField(choices=[('applicant', '申请人'), ('concerned', '涉及人员'), ('respondent', '被申请人'), ('reporter', '举报人'), ('representative', '代表人'), ('agent', '代办人')], max_length=14, verbose_name='身份')),
                ('kind', models.CharField(choices=[('person', '个人'), ('employer', '用人单位'), ('office', '部门'), ('anonymous', '匿名')], max_length=10, verbose_name='当事人种类')),
                ('office', models.CharField(blank=True, max_length=60, verbose_name='部门')),
                ('is_main', models.BooleanField(default=False, verbose_name='主要当事人')),
                ('contact', huigong.audit.fields.SealedTextField(blank=True, context='casework.Party.contact', verbose_name='联系方式')),
                ('note', huigong.audit.fields.SealedTextField(blank=True, context='casework.Party.note', verbose_name='说明')),
                ('secret', models.CharField(blank=True, max_length=64, verbose_name='查询码摘要')),
                ('amount', models.BigIntegerField(blank=True, null=True, verbose_name='请求金额（分）')),
                ('outcome', models.CharField(blank=True, max_length=40, verbose_name='个人结果')),
                ('settled_amount', models.BigIntegerField(blank=True, null=True, verbose_name='实得金额（分）')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='个人办结日')),
                ('joined_on', models.DateField(verbose_name='加入日')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='转出日')),
            ],
            options={
                'verbose_name': '当事人',
                'verbose_name_plural': '当事人',
                'ordering': ['case_id', '-is_main', 'pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='decision',
            options={'ordering': ['case_id', 'pk'], 'verbose_name': '决定', 'verbose_name_plural': '决定'},
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_closed_day_fits_status',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_service',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_office',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_region',
        ),
        migrations.AddField(
            model_name='case',
            name='granted',
            field=models.BooleanField(blank=True, null=True, verbose_name='决定有利'),
        ),
        migrations.AddField(
            model_name='case',
            name='is_open',
            field=models.BooleanField(default=True, verbose_name='在办'),
        ),
        migrations.AddField(
            model_name='case',
            name='key',
            field=models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name='防重复编号'),
        ),
        migrations.AddField(
            model_name='case',
            name='origin',
            field=models.CharField(choices=[('application', '申请'), ('report', '举报'), ('inspection', '检查发现'), ('warning', '预警'), ('office', '部门立案')], default='application', max_length=12, verbose_name='来源'),
        ),
        migrations.AddField(
            model_name='case',
            name='paused',
            field=models.BooleanField(default=False, verbose_name='计时暂停'),
        ),
        migrations.AddField(
            model_name='case',
            name='procedure',
            field=models.CharField(default='standard', max_length=60, verbose_name='办理程序'),
        ),
        migrations.AddField(
            model_name='case',
            name='procedure_version',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='程序版本'),
        ),
        migrations.AddField(
            model_name='decision',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.decision', verbose_name='针对的决定'),
        ),
        migrations.AddField(
            model_name='decision',
            name='favourable',
            field=models.BooleanField(blank=True, null=True, verbose_name='有利'),
        ),
        migrations.AddField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('acceptance', '受理决定'), ('interim', '中间决定'), ('part', '部分决定'), ('final', '最终决定'), ('correction', '更正决定'), ('revocation', '撤销决定')], default='final', max_length=12, verbose_name='决定种类'),
        ),
        migrations.AddField(
            model_name='decision',
            name='move',
            field=models.CharField(default='', max_length=40, verbose_name='作出决定的步骤'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='decision',
            name='number',
            field=models.CharField(default='', max_length=32, verbose_name='文书编号'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='decision',
            name='remedy',
            field=models.CharField(blank=True, max_length=300, verbose_name='救济途径'),
        ),
        migrations.AddField(
            model_name='decision',
            name='remedy_until',
            field=models.DateField(blank=True, null=True, verbose_name='救济期限'),
        ),
        migrations.AddField(
            model_name='decision',
            name='verdict_name',
            field=models.CharField(default='', max_length=60, verbose_name='决定的说法'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='outcome',
            name='decision',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='casework.decision', verbose_name='决定'),
        ),
        migrations.AlterField(
            model_name='case',
            name='application',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='case', to='casework.application', verbose_name='申请'),
        ),
        migrations.AlterField(
            model_name='case',
            name='service_id',
            field=models.CharField(blank=True, max_length=80, verbose_name='事项'),
        ),
        migrations.AlterField(
            model_name='case',
            name='status',
            field=models.CharField(max_length=40, verbose_name='进度'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='casework.case', verbose_name='办件'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='verdict',
            field=models.CharField(max_length=40, verbose_name='决定'),
        ),
        migrations.AddField(
            model_name='caselink',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='casework.case', verbose_name='办件'),
        ),
        migrations.AddField(
            model_name='caselink',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='linked_by', to='casework.case', verbose_name='另一件'),
        ),
        migrations.AddField(
            model_name='casestage',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='casework.case', verbose_name='办件'),
        ),
        migrations.AddField(
            model_name='entry',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='casework.case', verbose_name='办件'),
        ),
        migrations.AddField(
            model_name='party',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='casework.case', verbose_name='办件'),
        ),
        migrations.AddField(
            model_name='party',
            name='employer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.employer', verbose_name='用人单位'),
        ),
        migrations.AddField(
            model_name='party',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='人员'),
        ),
        migrations.AddConstraint(
            model_name='caselink',
            constraint=models.UniqueConstraint(fields=('case', 'other', 'kind'), name='one_link_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='caselink',
            constraint=models.CheckConstraint(condition=models.Q(('case', models.F('other')), _negated=True), name='case_is_not_linked_to_itself'),
        ),
        migrations.AddConstraint(
            model_name='casestage',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('case', 'stage'), name='one_running_stage_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='casestage',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('began_on')), _connector='OR'), name='stage_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['person', 'role'], name='party_by_person'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['employer', 'role'], name='party_by_employer'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('employer__isnull', True), ('kind', 'person'), ('office', ''), ('person__isnull', False)), models.Q(('employer__isnull', False), ('kind', 'employer'), ('office', ''), ('person__isnull', True)), models.Q(('employer__isnull', True), ('kind', 'office'), ('person__isnull', True), models.Q(('office', ''), _negated=True)), models.Q(('employer__isnull', True), ('kind', 'anonymous'), ('office', ''), ('person__isnull', True)), _connector='OR'), name='party_is_what_its_kind_says'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('case',), name='one_main_party_per_case'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('case', 'role', 'person'), name='one_part_per_person_and_role'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__gte', 0), _connector='OR'), name='party_claims_no_negative_amount'),
        ),
    ]
