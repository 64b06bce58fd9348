"""Every write to accounts: invite, accept, sign in, change, close. Each is audited."""

from balai.accounts.services.invitations import (
    accept_invitation,
    invite,
    mail_invitation,
    open_invitation,
    void_invitation,
)
from balai.accounts.services.people import (
    actor_of,
    change_password,
    change_role,
    check_new_password,
    close_account,
    create_user,
    end_all_sessions,
    reopen_account,
    reset_second_factor,
)
from balai.accounts.services.rights_changed import matrix_version, set_right, set_rights
from balai.accounts.services.secrets_kept import key_hash, same_secret
from balai.accounts.services.signing_in import end_session, remember_session, sign_in, sign_in_with_code, sign_out

__all__ = [
    "accept_invitation",
    "actor_of",
    "change_password",
    "change_role",
    "check_new_password",
    "close_account",
    "create_user",
    "end_all_sessions",
    "end_session",
    "invite",
    "key_hash",
    "mail_invitation",
    "matrix_version",
    "open_invitation",
    "remember_session",
    "reopen_account",
    "reset_second_factor",
    "same_secret",
    "set_right",
    "set_rights",
    "sign_in",
    "sign_in_with_code",
    "sign_out",
    "void_invitation",
]
