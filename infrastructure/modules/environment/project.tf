# Reads superbowleto.yml. `sbw` checks the file; the checks here only keep Terraform from building something wrong.

data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  environment = var.project.environment[var.name]
  name        = "${var.name}-${var.project.service}"
  bucket      = try(local.environment.s3_bucket, var.project.deploy.s3_bucket)

  deployed = {
    for name, function in var.project.functions : name => function
    if contains(try(local.environment.functions, keys(var.project.functions)), name)
  }

  functions = {
    for name, function in local.deployed : name => {
      memory       = function.memory
      timeout      = function.timeout
      queue        = try(function.trigger.queue, null)
      batch_size   = try(function.trigger.batch_size, null)
      at_once      = try(function.trigger.maximum_concurrency, null)
      schedule     = try(function.trigger.schedule, null)
      sends_to     = try(local.sends[name].to, [])
      tells_owners = try(local.sends[name].owners, false)
      registers    = contains(local.registers, name)
      rotates      = name == local.rotates
      checks       = name == local.checks
      links        = contains(local.links, name)
      opens_links  = name == local.payer_page
    }
  }

  # "GET /boletos/{id}" => the function that answers it, and whether it needs an API key
  routes = merge(flatten([
    for name, function in local.deployed : [
      { for route in local.keyed_routes[name] : route => { function = name, api_key = true, throttle = null } },
      { for route in local.open_routes[name] : route => { function = name, api_key = false, throttle = name == local.payer_page ? var.payer_page.throttle : null } },
    ]
  ])...)

  keyed_routes = {
    for name, function in local.deployed : name => try([function.trigger.route], function.trigger.routes, [])
  }
  open_routes = { for name, function in local.deployed : name => try(function.trigger.open_routes, []) }

  queues = {
    for name, queue in try(var.project.queues, {}) : name => {
      visibility_timeout = queue.visibility_timeout
      delay              = try(queue.delay, null)
      max_receives       = try(queue.max_receives, null)
    }
  }

  # The functions that send to queues, because they empty the outbox. No trigger in superbowleto.yml says so.
  sends = {
    create-boleto               = { to = ["boletos-to-register"], owners = true } # no dead letters: the first attempt is never the last
    process-boletos-to-register = { to = ["boletos-to-register", "boletos-to-register-dead-letter"], owners = true }
    register-boleto             = { to = ["boletos-to-register", "boletos-to-register-dead-letter"], owners = true }
    update-boleto               = { to = [], owners = true }
  }

  # The functions that call the banks.
  registers = ["create-boleto", "register-boleto"]

  # The functions that sign or open links to the payer's page.
  links = ["administer", "create-boleto", "index-boletos", "show-boleto", "show-payer-page", "update-boleto"]

  # The function of the payer's page.
  payer_page = "show-payer-page"

  # The function that rotates the database's password, if superbowleto.yml lists it.
  rotates = "rotate-password"

  # The function that checks for an operator whether a password is right.
  checks = "check-database"

  # The variable with the address of a bank => that address and the name of its secret. Only for connected banks.
  banks = {
    for variable, bank in {
      BRADESCO_URL   = { url = var.banks.bradesco_url, secret = "bradesco" }
      BOLETO_API_URL = { url = var.banks.boleto_api_url, secret = "boleto-api" }
    } : variable => bank if bank.url != null
  }

  credstash = {
    table_arn = module.secrets.table_arn
    key_arn   = module.secrets.key_arn
  }
}
