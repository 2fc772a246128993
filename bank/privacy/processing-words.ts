/** The register of processing in words, for the page, the JSON and the PDF alike. Pure. */
import type { Activity, bases, subjects } from './processing-activities.ts';

export type RegisterLanguage = 'en' | 'es';
type Basis = (typeof bases)[Activity][number];
type Subject = (typeof subjects)[Activity][number];

interface Words {
  title: string;
  intro(day: string): string[];
  labels: Record<
    | 'controller'
    | 'officer'
    | 'purpose'
    | 'basis'
    | 'subjects'
    | 'data'
    | 'recipients'
    | 'outside'
    | 'retention'
    | 'safeguards',
    string
  >;
  unnamed: string;
  customer: string;
  nobody: string;
  outside: string;
  bases: Record<Basis, string>;
  subjects: Record<Subject, string>;
  activities: Record<Activity, { title: string; purpose: string; data: string }>;
  ways: Record<'with the file' | 'with its row' | 'by itself' | 'kept', string>;
  units: Record<'days' | 'months' | 'years', [one: string, other: string]>;
  guarded(tables: number, all: number): string;
  sealed(columns: number): string;
  fresh(routes: number): string;
  onRecord: string;
  roles: Record<string, string>;
}

const english: Words = {
  title: 'Register of processing',
  intro: (day) => [
    `Made on ${day} from the contracts, tables and rules that are in force in Earshot (GDPR, article 30).`,
    'It covers what Earshot does. What the bank does in other systems stands in registers of theirs.',
  ],
  labels: {
    ...{
      controller: 'Controller',
      officer: 'Data protection officer',
      purpose: 'Purpose',
      basis: 'Legal basis',
    },
    ...{
      subjects: 'About whom',
      data: 'Categories of data',
      recipients: 'Who has access',
      outside: 'Third countries',
    },
    ...{ retention: 'Kept how long', safeguards: 'Safeguards' },
  },
  unnamed: 'not named yet; compliance names it on the page',
  customer: 'the customer, of her own data',
  nobody: 'nobody by a screen; jobs of the bank only',
  outside: 'none: Earshot sends nothing to another host',
  bases: {
    b: 'performance of a contract, article 6(1)(b)',
    c: 'legal obligation, article 6(1)(c)',
    f: 'legitimate interests, article 6(1)(f); one may object',
  },
  subjects: {
    ...{ customers: 'customers, and who acts for them', related: 'people related to customers' },
    ...{ guests: 'visitors who are no customers', staff: 'members of staff' },
  },
  activities: {
    service: {
      title: 'Serving customers',
      purpose:
        'Receiving and serving people at branches and on the telephone, and keeping what was promised.',
      data:
        'visits and calls with how somebody showed who they are, notes, promises, what was confirmed, ' +
        'conversations',
    },
    file: {
      title: 'Customers’ files',
      purpose: 'Knowing who customers are and what they have, for contracts with them and for due diligence.',
      data:
        'names, contacts, addresses, identifying numbers, relations, support needs, agreements, ' +
        'balances, movements',
    },
    import: {
      title: 'Feeds from the bank’s systems',
      purpose: 'Bringing what the bank’s books say into customers’ files, and accounting for each row.',
      data: 'rows of the bank’s extracts; lines that were rejected, sealed',
    },
    understanding: {
      title: 'Understanding and advice',
      purpose:
        'Working out what somebody may need and what would fit them, to be confirmed or refused by them.',
      data:
        'facts worked out from accounts, life events, needs and goals, what was suggested and what ' +
        'became of it',
    },
    'customer sign-in': {
      title: 'Customers’ sign-in',
      purpose: 'Letting customers into the portal, and nobody else in their name.',
      data: 'user names, passkeys, sessions, devices, notices of sign-ins',
    },
    staff: {
      title: 'Staff, roles and their sign-in',
      purpose: 'Letting members of staff in, with what their role may do, and knowing that they are trained.',
      data: 'names, roles, branches, lines, passkeys, sessions, devices, certificates',
    },
    record: {
      title: 'The record of looks and deeds',
      purpose: 'Proving who looked at what and why, and what two people agreed on (articles 5(2) and 32).',
      data: 'who looked, searched or changed, when, where, on what ground; approvals; the sealed tree of it',
    },
    detection: {
      title: 'Looks that nothing explains',
      purpose: 'Finding looks without a reason of work, and asking about them; a person decides.',
      data: 'looks with what explains them, evidence over working days, questions, answers and decisions',
    },
    rights: {
      title: 'Requests about data',
      purpose: 'Answering what customers ask about their data in time, and keeping to objections and holds.',
      data:
        'requests and answers, copies, restraints, legal holds, questions about looks, proofs of ' +
        'erasures',
    },
    investigation: {
      title: 'Suspicious activity',
      purpose: 'Looking into suspected money laundering, as the law has banks do, without telling anybody.',
      data: 'cases, whom they are about, notes of compliance, sealed',
    },
    trust: {
      title: 'What is published',
      purpose: 'Telling anybody how data is kept, the latest signed checkpoint, and where branches are.',
      data: 'no personal data: counts and settings',
    },
  },
  ways: {
    'with the file': 'with the customer’s file',
    ...{ 'with its row': 'with what it belongs to', 'by itself': 'gone within hours', kept: 'kept as proof' },
  },
  units: { days: ['day', 'days'], months: ['month', 'months'], years: ['year', 'years'] },
  guarded: (tables, all) =>
    `${tables} of ${all} tables under forced row security: rows only to whoever has a reason`,
  sealed: (columns) => `${columns} columns encrypted, with keys kept outside the database`,
  fresh: (routes) => `${routes} deeds take a fresh proof of who one is`,
  onRecord: 'each look, search and change is on a sealed record before anything is shown',
  roles: {},
};

const spanish: Words = {
  title: 'Registro de actividades de tratamiento',
  intro: (day) => [
    `Hecho el ${day} a partir de los contratos, tablas y reglas vigentes en Earshot (RGPD, artículo 30).`,
    'Abarca lo que hace Earshot. Lo que el banco hace en otros sistemas está en los registros de estos.',
  ],
  labels: {
    ...{ controller: 'Responsable', officer: 'Delegado de protección de datos', purpose: 'Fin' },
    ...{ basis: 'Base jurídica', subjects: 'De quién', data: 'Categorías de datos' },
    ...{ recipients: 'Quién tiene acceso', outside: 'Terceros países', retention: 'Cuánto se conserva' },
    safeguards: 'Medidas de seguridad',
  },
  unnamed: 'aún sin nombrar; cumplimiento lo nombra en la página',
  customer: 'la clienta o el cliente, a sus propios datos',
  nobody: 'nadie por pantalla; solo procesos del banco',
  outside: 'ninguno: Earshot no envía nada a otro servidor',
  bases: {
    b: 'ejecución de un contrato, artículo 6(1)(b)',
    c: 'obligación legal, artículo 6(1)(c)',
    f: 'interés legítimo, artículo 6(1)(f); cabe oponerse',
  },
  subjects: {
    ...{ customers: 'clientes y quienes actúan por ellos', related: 'personas vinculadas a clientes' },
    ...{ guests: 'visitantes que no son clientes', staff: 'personal del banco' },
  },
  activities: {
    service: {
      title: 'Atención a clientes',
      purpose: 'Recibir y atender a las personas en oficinas y por teléfono, y cumplir lo prometido.',
      data:
        'visitas y llamadas con cómo alguien mostró quién es, notas, promesas, lo confirmado, ' +
        'conversaciones',
    },
    file: {
      title: 'Expedientes de clientes',
      purpose: 'Saber quiénes son los clientes y qué tienen, para sus contratos y la diligencia debida.',
      data:
        'nombres, contactos, direcciones, números de identificación, relaciones, apoyos, contratos, ' +
        'saldos, movimientos',
    },
    import: {
      title: 'Fuentes de datos del banco',
      purpose: 'Llevar lo que dicen los libros del banco a los expedientes y dar cuenta de cada fila.',
      data: 'filas de los extractos del banco; líneas rechazadas, selladas',
    },
    understanding: {
      title: 'Comprensión y consejo',
      purpose:
        'Averiguar qué puede necesitar alguien y qué le convendría, para que lo confirme o lo rechace.',
      data:
        'hechos calculados de las cuentas, acontecimientos, necesidades y metas, lo propuesto y qué fue ' +
        'de ello',
    },
    'customer sign-in': {
      title: 'Acceso de clientes',
      purpose: 'Dejar entrar a los clientes en el portal, y a nadie en su nombre.',
      data: 'nombres de usuario, llaves de acceso, sesiones, dispositivos, avisos de acceso',
    },
    staff: {
      title: 'Personal, funciones y su acceso',
      purpose: 'Dejar entrar al personal con lo que su función permite, y saber que está formado.',
      data: 'nombres, funciones, oficinas, líneas, llaves de acceso, sesiones, dispositivos, certificados',
    },
    record: {
      title: 'Registro de consultas y actos',
      purpose: 'Probar quién consultó qué y por qué, y qué acordaron dos personas (artículos 5(2) y 32).',
      data: 'quién consultó, buscó o cambió, cuándo, dónde y con qué motivo; aprobaciones; su árbol sellado',
    },
    detection: {
      title: 'Consultas que nada explica',
      purpose: 'Encontrar consultas sin motivo de trabajo y preguntar por ellas; decide una persona.',
      data:
        'consultas con lo que las explica, indicios por días de trabajo, preguntas, respuestas y ' +
        'decisiones',
    },
    rights: {
      title: 'Solicitudes sobre datos',
      purpose:
        'Responder a tiempo lo que los clientes piden sobre sus datos y respetar oposiciones y retenciones.',
      data:
        'solicitudes y respuestas, copias, limitaciones, retenciones legales, preguntas, pruebas de ' +
        'borrado',
    },
    investigation: {
      title: 'Actividad sospechosa',
      purpose: 'Investigar indicios de blanqueo, como la ley exige a los bancos, sin decirlo a nadie.',
      data: 'casos, sobre quién son, notas de cumplimiento, selladas',
    },
    trust: {
      title: 'Lo que se publica',
      purpose:
        'Decir a cualquiera cómo se guardan los datos, el último punto de control firmado y dónde hay ' +
        'oficinas.',
      data: 'ningún dato personal: cuentas y ajustes',
    },
  },
  ways: {
    'with the file': 'con el expediente del cliente',
    ...{ 'with its row': 'con aquello a lo que pertenece', 'by itself': 'desaparece en horas' },
    kept: 'se conserva como prueba',
  },
  units: { days: ['día', 'días'], months: ['mes', 'meses'], years: ['año', 'años'] },
  guarded: (tables, all) =>
    `${tables} de ${all} tablas con seguridad de filas forzada: solo para quien tiene motivo`,
  sealed: (columns) => `${columns} columnas cifradas, con claves fuera de la base de datos`,
  fresh: (routes) => `${routes} actos exigen probar de nuevo quién se es`,
  onRecord: 'cada consulta, búsqueda y cambio queda en un registro sellado antes de mostrar nada',
  roles: {
    ...{
      banker: 'gestor',
      greeter: 'recepción',
      'contact centre': 'centro de contacto',
      manager: 'dirección',
    },
    ...{ 'privacy officer': 'oficina de privacidad', 'compliance officer': 'cumplimiento' },
    ...{ 'security officer': 'seguridad', administrator: 'administración', marketer: 'marketing' },
    analyst: 'análisis',
  },
};

export const registerWords: Record<RegisterLanguage, Words> = { en: english, es: spanish };
