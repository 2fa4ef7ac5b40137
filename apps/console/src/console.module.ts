import { Doorkeeper, HealthModule, MetricsModule } from '#platform';
import { type DynamicModule, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

import { type ConsoleOptions, SETTINGS, settingsOf } from './configuration';
import { ConsoleDoor } from './door';
import { Files } from './files/files';
import { Proxy } from './proxy/proxy';
import { Services } from './services/services';
import { ServicesController } from './services/services.controller';
import { SessionController } from './session/session.controller';
import { SignInController } from './session/sign-in.controller';
import { SignedIn } from './session/signed-in';

const FORM = 'application/x-www-form-urlencoded';
const FORM_BYTES = 16 * 1_024;

/** A token may come from a form, where the front end is not there yet. */
@Injectable()
class Forms implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    this.host.httpAdapter
      .getInstance<FastifyInstance>()
      .addContentTypeParser<string>(FORM, { parseAs: 'string', bodyLimit: FORM_BYTES }, (_request, body, done) =>
        done(null, Object.fromEntries(new URLSearchParams(body))),
      );
  }
}

/** The console in the browser: who is signed in, its pages, and the way to ledger and query service. It knows neither Kafka nor a database. */
@Module({})
export class ConsoleModule {
  /** Throws ConfigError with what is missing. */
  static forRoot(options: ConsoleOptions): DynamicModule {
    const settings = settingsOf(options);
    return {
      module: ConsoleModule,
      imports: [HealthModule, MetricsModule],
      controllers: [SessionController, SignInController, ServicesController],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: Doorkeeper, useValue: new ConsoleDoor(settings.url) },
        SignedIn,
        Forms,
        Proxy,
        Services,
        Files,
      ],
    };
  }
}
