// Binds the passkey forms of a page to django-allauth's WebAuthn code, and says it when something goes wrong.
(() => {
  const supported = window.isSecureContext && 'PublicKeyCredential' in window && window.allauth
  const problem = document.querySelector('[data-passkey-problem]')

  function tell (text) {
    if (!problem) return
    problem.textContent = text
    problem.hidden = false
  }

  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    tell(problem?.dataset.failed)
  })

  if (!supported) {
    tell(problem?.dataset.unsupported)
    return
  }
  document.querySelectorAll('[data-passkey-only]').forEach((part) => { part.hidden = false })
  document.querySelectorAll('script[data-passkey]').forEach((block) => {
    window.allauth.webauthn.forms[block.dataset.passkey](JSON.parse(block.textContent))
  })
})()
