# One environment, whole. Names, functions, triggers and queues are those of superbowleto.yml; sizes are the caller's.

module "network" {
  source = "../network"

  name     = local.name
  cidr     = var.network_cidr
  internet = length(local.banks) > 0
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

  provider_secrets = [for bank in values(local.banks) : "${var.name}/providers/${bank.secret}"]

  variables = merge({ for variable, bank in local.banks : variable => bank.url }, {
    ENVIRONMENT         = var.name
    CREDSTASH_TABLE     = module.secrets.table
    DATABASE_HOST       = module.database.host
    DATABASE_PORT       = module.database.port
    DATABASE_NAME       = module.database.name
    DATABASE_USER       = module.database.user
    DATABASE_SSL        = "verify-full"
    NODE_EXTRA_CA_CERTS = "/var/runtime/ca-cert.pem" # RDS's authorities, which Node.js does not know by itself
  })

  credstash         = local.credstash
  subnet_ids        = module.network.subnet_ids
  security_group_id = module.network.functions_security_group_id
}

module "api" {
  source = "../api"

  name     = local.name
  stage    = replace(var.name, "-", "_")
  throttle = var.throttle
  quota    = var.quota

  endpoints = {
    for route, answer in local.routes : route => {
      method  = split(" ", route)[0]
      path    = split(" ", route)[1]
      api_key = answer.api_key
      lambda  = module.application.lambdas[answer.function]
    }
  }
}

module "deployment" {
  source = "../deployment"

  name             = local.name
  bucket           = local.bucket
  operations_table = local.environment.operations_table
  function_arns    = module.application.function_arns
  queue_arns       = module.application.queue_arns
  credstash        = local.credstash
  database_arn     = module.database.arn
}
