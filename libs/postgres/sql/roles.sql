-- The users of the ledger's database. Whoever gives these statements owns the database and may create roles, or is its superuser; they
-- may be given again at any time. The users have no password yet: give them one by \password, or let them come by certificate.

do $$
declare
  role_name text;
begin
  foreach role_name in array array[':ledger', ':projector', ':query'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I login', role_name);
    end if;
    if exists (
      select from pg_roles
       where rolname = role_name and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls)
    ) then
      raise exception '% may more than any part of the ledger needs: take it away (alter role), or name another role', role_name;
    end if;
    execute format('revoke create, temporary on database %I from %I', current_database(), role_name);
    execute format('grant connect on database %I to %I', current_database(), role_name);
  end loop;
  execute format('revoke connect, temporary on database %I from public', current_database());
  -- What belongs to a user who is no superuser is given away by a member alone.
  execute format('grant %I to current_user', ':ledger');
  execute format('grant %I to current_user', ':projector');
  -- Each version of the tables is a schema, which the projector makes when there is a new one.
  execute format('grant create on database %I to %I', current_database(), ':projector');
  -- The ledger has a room of its own for its snapshots, and its statements name none.
  execute format('alter role %I in database %I set search_path = ledger_snapshots', ':ledger', current_database());
end
$$;
revoke create on schema public from public;

create schema if not exists ledger_snapshots authorization ":ledger";

-- What is there already was made by the one user that did everything.
do $$
declare
  found record;
begin
  for found in select nspname from pg_namespace where nspname ~ '^read_model(_|$)' loop
    execute format('alter schema %I owner to %I', found.nspname, ':projector');
    execute format('grant usage on schema %I to %I', found.nspname, ':query');
  end loop;
  for found in
    select nspname, relname, relkind from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname ~ '^read_model(_|$)' and relkind in ('r', 'p', 'v', 'm')
  loop
    execute format('alter table %I.%I owner to %I', found.nspname, found.relname, ':projector');
    execute format('grant select on table %I.%I to %I', found.nspname, found.relname, ':query');
  end loop;
  for found in
    select pg_proc.oid::regprocedure::text as signature from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
     where nspname ~ '^read_model(_|$)'
  loop
    execute format('alter function %s owner to %I', found.signature, ':projector');
  end loop;
end
$$;

-- Versions that are made later are read as well, and written by nobody but who made them.
alter default privileges for role ":projector" grant usage on schemas to ":query";
alter default privileges for role ":projector" grant select on tables to ":query";

-- The one thing that a reader writes: which left-out history it waits for.
grant insert, update on read_model.recall to ":query";
