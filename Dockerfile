# Debian's own Python, as on a bare Debian machine: what ./test proves there holds here.
FROM debian:bookworm-slim AS base
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 tzdata libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

FROM base AS packages
RUN apt-get update && apt-get install -y --no-install-recommends python3-venv
COPY requirements/base.txt /tmp/base.txt
RUN python3 -m venv /venv \
    && /venv/bin/python -m pip install --no-cache-dir --only-binary :all: --require-hashes -r /tmp/base.txt

FROM base
RUN useradd --system --uid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin nhveilig
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=nhveilig.settings.production \
    NHVEILIG_VAR=/app/var \
    # Fontconfig keeps a cache; the rest of the file system may be read-only.
    XDG_CACHE_HOME=/tmp/cache
# The key and the addresses serve this one command and are not kept in the image.
RUN SECRET_KEY="$(python3 -c 'import secrets; print(secrets.token_hex(32))')" \
    DATABASE_URL=postgres://nobody@nowhere/none REDIS_URL=redis://nowhere/0 \
    EMAIL_URL=smtp://nowhere:25 SITE_URL=https://nowhere.example \
    python manage.py collectstatic --noinput --verbosity 0 \
    && install --directory --owner nhveilig var/media var/trail
USER nhveilig
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "scripts/healthcheck.py"]
# Further options (more workers, an access log) go in GUNICORN_CMD_ARGS.
CMD ["gunicorn", "nhveilig.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", \
     "--threads", "4", "--timeout", "60", "--graceful-timeout", "20", "--worker-tmp-dir", "/dev/shm", \
     "--preload", "--no-control-socket"]
