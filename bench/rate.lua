-- Makes each of wrk's connections wait between its requests, so that all of them together ask at a rate.
local pause

function init(arguments)
  pause = tonumber(arguments[1])
end

function delay()
  return pause
end
