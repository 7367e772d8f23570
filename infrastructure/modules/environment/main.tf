# One complete environment. Names, functions, triggers and queues come from superbowleto.yml; sizes come from variables.

module "network" {
  source = "../network"

  name     = local.name
  cidr     = var.network_cidr
  internet = length(local.banks) > 0
  rds_api  = contains(keys(local.deployed), local.rotates)
}

module "database" {
  source = "../database"

  instance       = local.environment.database.instance
  name           = local.environment.database.name
  user           = local.environment.database.user
  class          = var.database.class
  multi_az       = var.database.multi_az
  storage        = var.database.storage
  max_storage    = var.database.max_storage
  backup_days    = var.database.backup_days
  log_days       = var.log_days
  operator_cidrs = var.operator_cidrs

  vpc_id                      = module.network.vpc_id
  subnet_ids                  = module.network.subnet_ids
  functions_security_group_id = module.network.functions_security_group_id
}

module "secrets" {
  source = "../secrets"

  table     = local.environment.credstash.table
  key_alias = local.environment.credstash.key
}

module "application" {
  source = "../application"

  environment = var.name
  name        = local.name
  functions   = local.functions
  queues      = local.queues
  log_days    = var.log_days

  reserved_concurrency = var.reserved_concurrency

  owner_queue_arns = var.owner_queue_arns
  provider_secrets = [for bank in values(local.banks) : "${var.name}/providers/${bank.secret}"]

  variables = merge({ for variable, bank in local.banks : variable => bank.url }, {
    ENVIRONMENT         = var.name
    PAYER_PAGE_URL      = var.payer_page.domain == null ? module.api.stage_url : "https://${var.payer_page.domain}"
    CREDSTASH_TABLE     = module.secrets.table
    DATABASE_HOST       = module.database.host
    DATABASE_PORT       = module.database.port
    DATABASE_NAME       = module.database.name
    DATABASE_USER       = module.database.user
    DATABASE_SSL        = "verify-full"
    NODE_EXTRA_CA_CERTS = "/var/runtime/ca-cert.pem" # the CA certificates of RDS, which Node.js does not include
  })

  rotation = {
    database_arn = module.database.arn
    variables    = { CREDSTASH_KEY = module.secrets.key_alias, DATABASE_INSTANCE = module.database.instance }
  }

  credstash         = local.credstash
  subnet_ids        = module.network.subnet_ids
  security_group_id = module.network.functions_security_group_id
}

module "api" {
  source = "../api"

  name         = local.name
  stage        = replace(var.name, "-", "_")
  throttle     = var.throttle
  key_throttle = var.key_throttle
  quota        = var.quota
  log_days     = var.log_days
  max_body     = var.max_body
  domain       = var.payer_page.domain == null ? null : { name = var.payer_page.domain, certificate_arn = var.payer_page.certificate_arn }

  endpoints = {
    for route, answer in local.routes : route => {
      method   = split(" ", route)[0]
      path     = split(" ", route)[1]
      api_key  = answer.api_key
      throttle = answer.throttle
      lambda   = module.application.lambdas[answer.function]
    }
  }
}

module "deployment" {
  source = "../deployment"

  name             = local.name
  bucket           = local.bucket
  operations_table = local.environment.operations_table
  arns             = module.application.arns
  api_arn          = module.api.arn
  password_secrets = module.application.password_secrets
  page_key_secret  = module.application.page_key_secret
  queue_arns       = module.application.queue_arns
  credstash        = local.credstash
  database_arn     = module.database.arn

  ci        = var.people.ci
  operators = var.people.operators
  readers   = var.people.readers
  mfa       = var.people.mfa
}

module "monitoring" {
  source = "../monitoring"

  environment        = var.name
  name               = local.name
  alarm_topic        = var.alarm_topic
  monthly_budget     = var.monthly_budget
  functions          = module.application.function_names
  queues             = module.application.queue_names.queues
  dead_letter_queues = module.application.queue_names.dead_letters
  api                = { name = module.api.name, stage = module.api.stage }
  database           = { instance = module.database.instance, connections = var.database.connections }
}
