"""How surely people are known, the codes that let them claim their record, and who may act for whom."""


import django.db.models.deletion
import huigong.audit.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_one_head_at_a_time'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='认领码摘要')),
                ('made_at', models.DateTimeField(verbose_name='给出时间')),
                ('made_by', models.CharField(max_length=64, verbose_name='经手账号')),
                ('ends_at', models.DateTimeField(db_index=True, verbose_name='有效至')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使用时间')),
            ],
            options={
                'verbose_name': '认领码',
                'verbose_name_plural': '认领码',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='公开编号')),
                ('acting', models.CharField(choices=[('guardian', '监护人'), ('helper', '代办人')], max_length=10, verbose_name='代办身份')),
                ('kinship', models.CharField(max_length=20, verbose_name='两人关系')),
                ('ground', models.CharField(choices=[('household', '家庭户登记'), ('said', '本人说的，没有核对'), ('paper', '窗口看过证明'), ('code', '被代办人用短信验证码同意')], max_length=10, verbose_name='代办凭据')),
                ('proof', huigong.audit.fields.SealedTextField(blank=True, context='registry.Representation.proof', verbose_name='证明')),
                ('matters', models.JSONField(blank=True, default=list, verbose_name='可代办的事项')),
                ('valid_from', models.DateField(verbose_name='起')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('made_at', models.DateTimeField(verbose_name='登记时间')),
                ('made_by', models.CharField(max_length=64, verbose_name='登记账号')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('ended_by', models.CharField(blank=True, max_length=64, verbose_name='结束账号')),
            ],
            options={
                'verbose_name': '代办授权',
                'verbose_name_plural': '代办授权',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='person',
            name='assurance',
            field=models.CharField(choices=[('phone', '只凭手机号'), ('checked', '窗口核对过证件'), ('real-name', '实名认证过')], default='checked', max_length=10, verbose_name='身份核对程度'),
        ),
        migrations.AddField(
            model_name='personhistory',
            name='assurance',
            field=models.CharField(choices=[('phone', '只凭手机号'), ('checked', '窗口核对过证件'), ('real-name', '实名认证过')], default='checked', max_length=10, verbose_name='身份核对程度'),
        ),
        migrations.AlterField(
            model_name='person',
            name='resident_number_index',
            field=huigong.audit.fields.BlindIndexField(context='registry.Person.resident_number', db_index=True, of='resident_number', verbose_name='身份证号索引'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(('assurance', 'phone'), _negated=True), fields=('resident_number_index',), name='one_person_on_record_per_number'),
        ),
        migrations.AddField(
            model_name='claimcode',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registry.person', verbose_name='人员'),
        ),
        migrations.AddField(
            model_name='representation',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='represented_by', to='registry.person', verbose_name='被代办人'),
        ),
        migrations.AddField(
            model_name='representation',
            name='representative',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='represents', to='registry.person', verbose_name='代办的人'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='representation_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('representative')), _negated=True), name='nobody_represents_themselves'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'representative', 'ground'), name='one_open_representation_per_ground'),
        ),
    ]
