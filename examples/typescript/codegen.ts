import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: '../../docs/schema.graphql',
  documents: ['src/**/*.ts', '!src/generated/**'],
  generates: {
    './src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        // A value that the schema gains later is no type error, and needs a default.
        enumsAsTypes: true,
        futureProofEnums: true,
        useTypeImports: true,
        emitLegacyCommonJSImports: false,
        strictScalars: true,
        // Every scalar is named, and none is `any`.
        scalars: {
          ID: 'string',
          DateTime: 'string',
          PartialDate: '../scalars.js#PartialDate',
          LanguageTag: '../scalars.js#LanguageTag',
          Cents: '../scalars.js#Cents',
          Decimal: '../scalars.js#Decimal',
          Cursor: '../scalars.js#Cursor',
          Value: '../scalars.js#Value',
        },
      },
    },
  },
}
export default config
