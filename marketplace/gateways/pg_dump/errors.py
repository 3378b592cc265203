"""Why a backup or a restore did not happen, and what to do about it."""

from marketplace.kernel.errors import Conflict, Invalid, Unavailable


class BackupFailed(Unavailable):
    """PostgreSQL's own program gave up."""

    code = "backup.failed"
    zh = "备份或恢复没有完成，数据库未改动：{said}"
    en = "The backup or restore did not finish and the database is as it was: {said}"


class BackupDamaged(Invalid):
    """The archive ends early or cannot be read."""

    code = "backup.damaged"
    zh = "备份文件 {file} 已损坏或不完整，数据库未改动；请换用另一份备份。{said}"
    en = "The backup {file} is damaged or cut short and the database is as it was; use another one. {said}"


class RestoreRefused(Conflict):
    """The database refused a statement of the backup."""

    code = "backup.restore_refused"
    zh = "数据库拒绝了备份中的内容，未作任何改动：{said}"
    en = "The database refused what the backup holds and is as it was: {said}"


class DatabaseNotEmpty(Conflict):
    """The database has tables, and nobody said to replace them."""

    code = "backup.database_not_empty"
    zh = "数据库 {database} 里已有数据；请恢复到空的数据库，或加上 --replace 换掉其中全部数据"
    en = "The database {database} holds data already; restore into an empty one, or replace all of it with --replace"


class ServerSilent(Unavailable):
    """The database server does not answer."""

    code = "backup.server_unavailable"
    zh = "连不上数据库，请确认它已启动、DATABASE_URL 正确：{reason}"
    en = "The database does not answer; see that it runs and that DATABASE_URL is right: {reason}"


class ProgramsMissing(Unavailable):
    """No pg_dump, pg_restore and psql are new enough for the server."""

    code = "backup.programs_missing"
    zh = "没有找到 {wanted} 或更新版本的 pg_dump、pg_restore 和 psql；请安装 PostgreSQL 客户端程序并放入 PATH"
    en = "No pg_dump, pg_restore and psql of version {wanted} or newer are here; install PostgreSQL's client programs"


class FileUnreadable(Invalid):
    """The backup file cannot be opened."""

    code = "backup.file_unreadable"
    zh = "读不了备份文件 {file}：{reason}"
    en = "The backup {file} cannot be read: {reason}"


class FileUnwritable(Invalid):
    """The backup file cannot be written where it was asked for."""

    code = "backup.file_unwritable"
    zh = "备份文件 {file} 无法写入：{reason}；请换一个位置，或腾出空间"
    en = "The backup {file} cannot be written: {reason}; choose another place or make room"


class NotABackup(Invalid):
    """The file is something else."""

    code = "backup.not_a_backup"
    zh = "文件 {file} 不是备份；备份由 flask backup 写成"
    en = "The file {file} is not a backup; a backup is what flask backup writes"
